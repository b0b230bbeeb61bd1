import { CHAINS, UNSEALED } from "#db/chains.ts";
import { instantOf } from "#db/inspect.ts";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { message } from "#messages/message.ts";
import { type Check, type CheckResult, resultsOf } from "../check.ts";
import { describeTimeSpan } from "../units.ts";

/** A row is sealed within a second or two; within twenty, by a job, when its process has died. */
const UNSEALED_MS_MAX = MINUTE_MS;

/** Whether the chains of the audit log and of the ledger reach what was written. */
export const chains: Check = {
  name: "chains",
  from: "quick",
  engine: "postgres",
  needsTables: true,
  async run({ database, now }) {
    if (!database) return [];
    const { ok, warn } = resultsOf("chains");
    const findings: CheckResult[] = [];
    for (const chain of CHAINS) {
      const last = `SELECT seq FROM ${chain} WHERE hash <> '${UNSEALED}' ORDER BY seq DESC LIMIT 1`;
      const [left] = await database.ask(
        `SELECT count(*) AS n, min(at) AS at FROM ${chain} WHERE hash = '${UNSEALED}' AND seq > coalesce((${last}), 0)`,
      );
      const oldest = instantOf(left?.at);
      const ms = oldest ? now.getTime() - oldest.getTime() : 0;
      if (ms <= UNSEALED_MS_MAX) continue;
      const words = message("doctor.rows_are_unsealed", {
        table: chain,
        count: Number(left?.n),
        time: describeTimeSpan(ms),
      });
      findings.push(warn(words, { id: chain, mend: message("doctor.run", { command: "npm run job -- seal-chains" }) }));
    }
    return findings.length > 0 ? findings : [ok(message("doctor.chains_reach_everything"))];
  },
};
