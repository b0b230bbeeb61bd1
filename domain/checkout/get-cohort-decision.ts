import { and, desc, eq } from "drizzle-orm";
import { auditLog } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { CohortRefund } from "./cancel-cohort.ts";

/** `places`: how many there were. */
export type CohortDecision = {
  why: string;
  refund: CohortRefund;
  places: number;
  /** Who decided it, when all its refunds together need a second person. */
  askedBy: string | null;
};

/** What was decided when a cohort was cancelled. It stands in the audit log, where whoever goes on after a crash finds it too. */
export async function getCohortDecision(read: Reader | Tx, cohortId: string): Promise<CohortDecision> {
  const entries = await read
    .select({ after: auditLog.after, actorId: auditLog.actorId })
    .from(auditLog)
    .where(and(eq(auditLog.objectType, "cohort"), eq(auditLog.objectId, cohortId), eq(auditLog.action, "cohort.edit")))
    .orderBy(desc(auditLog.seq));
  const decided = entries.find((entry) => entry.after?.state === "cancelled");
  const after = decided?.after;
  return {
    why: typeof after?.why === "string" ? after.why : "",
    refund: after?.refund === "now" ? "now" : "review",
    places: typeof after?.places === "number" ? after.places : 0,
    askedBy: after?.approval === "awaited" ? (decided?.actorId ?? null) : null,
  };
}
