import { message } from "#messages/message.ts";
import { type Check, type CheckContext, type CheckResult, resultsOf } from "../check.ts";

/** So many months are added up again each time; a full run adds up all. */
const MONTHS_SAMPLED = 2;
/** More than a person reads; the job that counts again names every one. */
const MONTHS_NAMED_MAX = 12;

/** SQL: months whose totals are not what their lines come to, the latest first. */
const selectOff = (isSample: boolean) => {
  const months = `SELECT period FROM accounting_totals GROUP BY period ORDER BY period DESC LIMIT ${MONTHS_SAMPLED}`;
  const all = `SELECT period FROM accounting_totals UNION SELECT period FROM accounting_lines`;
  const chosen = isSample ? months : all;
  return `SELECT period, count(*) AS n FROM (
      SELECT period, account, detail, currency FROM (
        SELECT period, account, detail, currency, amount_minor AS minor, 1 AS n FROM accounting_lines WHERE period IN (SELECT period FROM (${chosen}) AS chosen)
        UNION ALL SELECT period, account, detail, currency, credit_minor - debit_minor, 0 - line_count FROM accounting_totals WHERE period IN (SELECT period FROM (${chosen}) AS chosen)
      ) AS sides GROUP BY period, account, detail, currency HAVING sum(minor) <> 0 OR sum(n) <> 0
    ) AS parts GROUP BY period ORDER BY period DESC LIMIT ${MONTHS_NAMED_MAX}`;
};

async function findOff({ database }: CheckContext, isSample: boolean): Promise<CheckResult[]> {
  if (!database) return [];
  const { ok, wrong } = resultsOf("accounts");
  // A database of before gets them with the next start.
  const made = await database.ask("SELECT tag FROM matricula_migrations WHERE tag LIKE '%account_line_counts'");
  if (made.length === 0) return [];
  // One statement, and so one moment: nothing can be booked between the two sides.
  const off = await database.ask(selectOff(isSample));
  if (off.length === 0)
    return [
      ok(
        isSample
          ? message("doctor.latest_accounts_add_up", { count: MONTHS_SAMPLED })
          : message("doctor.accounts_add_up"),
      ),
    ];
  return off.map(({ period, n }) =>
    wrong(message("doctor.accounts_are_off", { period: String(period), count: Number(n) }), {
      id: String(period),
      mend: message("doctor.mend_accounts", { command: "npm run job -- reconcile-counters" }),
      link: "/admin/accounting",
    }),
  );
}

/** Whether the totals of the latest months, which every report reads, are what their lines come to. */
export const latestAccounts: Check = {
  name: "accounts",
  from: "quick",
  needsTables: true,
  run: (context) => findOff(context, true),
};

/** The same of all months. */
export const accounts: Check = {
  name: "accounts",
  from: "full",
  needsTables: true,
  run: (context) => findOff(context, false),
};
