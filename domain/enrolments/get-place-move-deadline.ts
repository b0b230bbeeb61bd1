import { eq } from "drizzle-orm";
import { type cohorts, type enrolments, orderLines } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getMoveDeadline } from "../courses/agreed-terms.ts";

/**
 * Until when the student of a place may move it by themselves: by the terms under which it was bought, or by those of its cohort today
 * where these are kinder. Undefined where the office is asked.
 */
export async function getPlaceMoveDeadline(
  read: Reader | Tx,
  now: Date,
  place: { enrolment: Pick<typeof enrolments.$inferSelect, "orderLineId">; cohort: typeof cohorts.$inferSelect },
): Promise<{ until: Date | null } | undefined> {
  const { enrolment, cohort } = place;
  const [line] = enrolment.orderLineId
    ? await read.select({ terms: orderLines.terms }).from(orderLines).where(eq(orderLines.id, enrolment.orderLineId))
    : [];
  return getMoveDeadline(line?.terms ?? null, cohort, now);
}
