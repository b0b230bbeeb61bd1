import { and, asc, eq, inArray, or } from "drizzle-orm";
import { cohorts, courses, enrolments, orderLines, orders, payments, renewals } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";

/** A place of one's own that may be cancelled: at once, or by asking the office. */
export type CancellableEnrolment = {
  enrolmentId: string;
  cohortName: string;
  orderId: string | null;
  how: "now" | "ask";
};

/**
 * Whether money was asked for a place, or came in for it, or for a renewal of it. One that the school gave by hand has cost nothing
 * by itself.
 */
export async function hasCost(
  read: Reader | Tx,
  { enrolmentId, orderLineId }: { enrolmentId: string; orderLineId: string | null },
): Promise<boolean> {
  const renewed = read
    .select({ id: renewals.orderLineId })
    .from(renewals)
    .where(and(eq(renewals.enrolmentId, enrolmentId), inArray(renewals.state, ["awaiting_payment", "granted"])));
  const rows = await read
    .select({ totalMinor: orders.totalMinor, paymentId: payments.id })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(payments, and(eq(payments.orderId, orders.id), eq(payments.state, "settled")))
    .where(or(eq(orderLines.id, orderLineId ?? ""), inArray(orderLines.id, renewed)));
  return rows.some(({ totalMinor, paymentId }) => totalMinor > 0 || paymentId !== null);
}

/** The active places that the actor has in a course, and how each can be given back. */
export async function listCancellableEnrolments(ctx: ReadCtx, courseId: string): Promise<CancellableEnrolment[]> {
  const { actor } = ctx;
  if (actor.type !== "user" || !isAllowed(actor, "enrolment.leave", { ownerId: actor.id })) return [];
  const rows = await ctx.read
    .select({
      enrolmentId: enrolments.id,
      orderLineId: enrolments.orderLineId,
      cohortName: selectText(cohorts.name, ctx.language),
      startsAt: cohorts.startsAt,
      orderId: orderLines.orderId,
    })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(and(eq(enrolments.studentId, actor.id), eq(enrolments.courseId, courseId), eq(enrolments.state, "active")))
    .orderBy(asc(enrolments.createdAt), asc(enrolments.id));
  const places: CancellableEnrolment[] = [];
  for (const { orderLineId, startsAt, ...place } of rows) {
    const hasBegun = startsAt !== null && startsAt <= ctx.now;
    places.push({
      ...place,
      how: hasBegun || (await hasCost(ctx.read, { enrolmentId: place.enrolmentId, orderLineId })) ? "ask" : "now",
    });
  }
  return places;
}
