import { listUnusualExponents } from "#domain/settings/stored-exponents.ts";
import { type Check, resultsOf } from "../check.ts";
import { message } from "#messages/message.ts";

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
    if (unusual.length === 0) return [ok(message("doctor.decimals_are_usual"))];
    return unusual.map(({ currency, exponent, standard }) =>
      warn(message("doctor.unusual_decimals", { currency, decimals: exponent, standard }), {
        mend: message("doctor.mend_unusual_decimals", { currency, standard }),
      }),
    );
  },
};
