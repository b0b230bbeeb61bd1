import { and, desc, eq } from "drizzle-orm";
import { auditLog } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { CohortRefund } from "./cancel-cohort.ts";

/** `places`: how many there were. */
export type CohortDecision = { why: string; refund: CohortRefund; places: number };

/** What was decided when a cohort was cancelled. It stands in the audit log, where whoever goes on after a crash finds it too. */
export async function getCohortDecision(read: Reader | Tx, cohortId: string): Promise<CohortDecision> {
  const entries = await read
    .select({ after: auditLog.after })
    .from(auditLog)
    .where(and(eq(auditLog.objectType, "cohort"), eq(auditLog.objectId, cohortId), eq(auditLog.action, "cohort.edit")))
    .orderBy(desc(auditLog.seq));
  const after = entries.find((entry) => entry.after?.state === "cancelled")?.after;
  return {
    why: typeof after?.why === "string" ? after.why : "",
    refund: after?.refund === "now" ? "now" : "review",
    places: typeof after?.places === "number" ? after.places : 0,
  };
}
