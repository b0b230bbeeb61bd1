/**
 * `node ops/cli/set-decimals.ts HUF 2` says how many decimals the amounts have that this database holds in a currency since before
 * there was a table of currencies. It changes how they are read, and no amount.
 */
import "#config/with-env-file.ts";
import { loadEnvFile } from "#config/load-env-file.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { prepareSchool } from "../prepare.ts";
import { setStoredExponent } from "#domain/settings/stored-exponents.ts";
import { runtime } from "#runtime";
import { fail } from "./fail.ts";
import { UsageError } from "./usage-error.ts";

async function main() {
  loadEnvFile();
  const [currency = "", decimals = "", ...more] = process.argv.slice(2);
  if (!/^[A-Z]{3}$/.test(currency) || !/^[0-4]$/.test(decimals) || more.length > 0) {
    throw new UsageError(message("cli.set_decimals_usage"));
  }
  await prepareSchool((line) => console.log(line));
  const { database } = runtime();
  const isDone = await setStoredExponent(database, { currency, exponent: Number(decimals) });
  await database.close();
  if (!isDone) throw new UsageError(message("cli.no_stored_amounts", { currency }));
  console.log(getTerminalTranslator()("cli.decimals_set", { currency, decimals: Number(decimals) }));
}

main().catch(fail);
