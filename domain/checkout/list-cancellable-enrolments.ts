import { and, asc, eq } from "drizzle-orm";
import { cohorts, courses, enrolments, orderLines } from "#db/schema/index.ts";
import { selectText } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getLeavingOffer, type LeavingOffer } from "./get-leaving-offer.ts";
import { isAllowed } from "../policy.ts";

/** A place of one's own that may be cancelled: at once, or by asking the office. */
export type CancellableEnrolment = LeavingOffer & { cohortName: string; timezone: string; orderId: string | null };

/** The active places that the actor has in a course, and how each can be given back. */
export async function listCancellableEnrolments(ctx: ReadCtx, courseId: string): Promise<CancellableEnrolment[]> {
  const { actor } = ctx;
  if (actor.type !== "user" || !isAllowed(actor, "enrolment.leave", { ownerId: actor.id })) return [];
  const rows = await ctx.read
    .select({
      enrolmentId: enrolments.id,
      cohortName: selectText(cohorts.name, ctx.language),
      timezone: cohorts.timezone,
      orderId: orderLines.orderId,
    })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(and(eq(enrolments.studentId, actor.id), eq(enrolments.courseId, courseId), eq(enrolments.state, "active")))
    .orderBy(asc(enrolments.createdAt), asc(enrolments.id));
  const places: CancellableEnrolment[] = [];
  for (const place of rows) {
    const offer = await getLeavingOffer(ctx.read, ctx.now, place.enrolmentId);
    if (offer) places.push({ ...place, ...offer });
  }
  return places;
}
