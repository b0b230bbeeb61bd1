import { listUnusualExponents } from "#domain/settings/stored-exponents.ts";
import { type Check, resultsOf } from "../check.ts";

const decimals = (count: number) => (count === 0 ? "no decimals" : count === 1 ? "one decimal" : `${count} decimals`);

/** Whether amounts that were stored before there was a table of currencies have as many decimals as the table says. */
export const currencies: Check = {
  name: "currencies",
  from: "quick",
  needsTables: true,
  async run({ database }) {
    if (!database) return [];
    const { ok, warn } = resultsOf("currencies");
    // A database of before gets the table with the next start.
    const made = await database.ask("SELECT tag FROM matricula_migrations WHERE tag LIKE '%stored_exponents'");
    if (made.length === 0) return [];
    const rows = await database.ask("SELECT currency, exponent FROM stored_exponents ORDER BY currency");
    const unusual = listUnusualExponents(
      rows.map(({ currency, exponent }) => ({
        currency: String(currency),
        exponent: exponent === null ? null : Number(exponent),
      })),
    );
    if (unusual.length === 0) return [ok("Amounts have as many decimals as their currency.")];
    return unusual.map(({ currency, exponent, standard }) =>
      warn(
        `Amounts in ${currency} have ${decimals(exponent)} in this school, as they had when they were stored; ISO 4217 says ${standard}.`,
        {
          mend: `compare a price in ${currency} with what was really charged: if it is right, all is well; if not, stop the school and run: node ops/cli/set-decimals.ts ${currency} ${standard}`,
        },
      ),
    );
  },
};
