import { and, eq } from "drizzle-orm";
import { cohorts, courses, moves, orderLines, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";

/** A move that waits until its difference is paid, by which order, and until when. */
export type WaitingMove = {
  toCohortId: string;
  cohortName: string;
  orderCode: string;
  expiresAt: Date | null;
  timezone: string;
};

/** The move of a place that waits to be paid; undefined when none does. */
export async function getWaitingMove(
  read: Reader | Tx,
  enrolmentId: string,
  language?: string,
): Promise<WaitingMove | undefined> {
  const [waiting] = await read
    .select({
      toCohortId: moves.toCohortId,
      cohortName: selectText(cohorts.name, language),
      orderCode: orders.code,
      expiresAt: orders.expiresAt,
      timezone: cohorts.timezone,
    })
    .from(moves)
    .innerJoin(cohorts, eq(cohorts.id, moves.toCohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(orderLines, eq(orderLines.id, moves.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(moves.enrolmentId, enrolmentId), eq(moves.state, "awaiting_payment")));
  return waiting;
}
