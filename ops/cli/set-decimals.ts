/**
 * `node ops/cli/set-decimals.ts HUF 2` says how many decimals the amounts have that this database holds in a currency since before
 * there was a table of currencies. It changes how they are read, and no amount.
 */
import { loadEnvFile } from "#config/load-env-file.ts";
import { prepareSchool } from "../prepare.ts";
import { setStoredExponent } from "#domain/settings/stored-exponents.ts";
import { runtime } from "#runtime";
import { fail } from "./fail.ts";

class UsageError extends Error {
  override name = "UsageError";
}

const USAGE = "Usage: node ops/cli/set-decimals.ts CURRENCY DECIMALS, such as HUF 2";

async function main() {
  loadEnvFile();
  const [currency = "", decimals = "", ...more] = process.argv.slice(2);
  if (!/^[A-Z]{3}$/.test(currency) || !/^[0-4]$/.test(decimals) || more.length > 0) throw new UsageError(USAGE);
  await prepareSchool((line) => console.log(line));
  const { database } = runtime();
  const isDone = await setStoredExponent(database, { currency, exponent: Number(decimals) });
  await database.close();
  if (!isDone) throw new UsageError(`There are no amounts in ${currency} from before the table; the table decides.`);
  console.log(`Amounts in ${currency} have ${decimals} decimals now. Start the school again.`);
}

main().catch(fail);
