import { and, eq, inArray, sql } from "drizzle-orm";
import { cohorts, enrolments, orderLines, orders, waitingList } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";

/** How somebody stands in a cohort, as the button of its course's page says it. */
export type OwnEnrolment = {
  cohortId: string;
  state: "enrolled" | "to_pay" | "offered" | "waiting";
  orderCode: string | null;
};

/** What the actor has in the cohorts of a course: an enrolment, an order to pay, an offered seat, a place in the queue. */
export async function listOwnEnrolments(ctx: ReadCtx, courseId: string): Promise<OwnEnrolment[]> {
  if (ctx.actor.type !== "user") return [];
  const mine = ctx.actor.id;
  const enrolled = await ctx.read
    .select({ cohortId: enrolments.cohortId, state: enrolments.state, orderCode: orders.code })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(enrolments.studentId, mine),
        eq(enrolments.courseId, courseId),
        sql`${enrolments.state} not in ('cancelled', 'revoked')`,
      ),
    );
  const queued = await ctx.read
    .select({ cohortId: waitingList.cohortId, state: waitingList.state })
    .from(waitingList)
    .innerJoin(cohorts, eq(cohorts.id, waitingList.cohortId))
    .where(
      and(
        eq(waitingList.studentId, mine),
        eq(cohorts.courseId, courseId),
        inArray(waitingList.state, ["waiting", "offered"]),
      ),
    );
  return [
    ...enrolled.map(({ cohortId, state, orderCode }) => ({
      cohortId,
      state: state === "pending" ? ("to_pay" as const) : ("enrolled" as const),
      orderCode,
    })),
    ...queued.map(({ cohortId, state }) => ({
      cohortId,
      state: state === "offered" ? ("offered" as const) : ("waiting" as const),
      orderCode: null,
    })),
  ];
}
