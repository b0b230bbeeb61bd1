import { and, asc, eq, sql } from "drizzle-orm";
import { claimLinks, cohorts, courses, enrolments, orderLines } from "#db/schema/index.ts";
import { selectText } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getLeavingOffer, type LeavingOffer } from "./get-leaving-offer.ts";
import { isAllowed } from "../policy.ts";

/**
 * A place of one's own that may be cancelled: at once, or by asking the office. `isClaimed`: somebody else has bought it, and it goes back
 * to them.
 */
export type CancellableEnrolment = LeavingOffer & {
  cohortName: string;
  timezone: string;
  orderId: string | null;
  isClaimed: boolean;
};

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
      isClaimed: sql<unknown>`${claimLinks.id} is not null`.mapWith(Boolean),
    })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(claimLinks, eq(claimLinks.enrolmentId, enrolments.id))
    .where(and(eq(enrolments.studentId, actor.id), eq(enrolments.courseId, courseId), eq(enrolments.state, "active")))
    .orderBy(asc(enrolments.createdAt), asc(enrolments.id));
  const places: CancellableEnrolment[] = [];
  for (const place of rows) {
    const offer = await getLeavingOffer(ctx.read, ctx.now, place.enrolmentId);
    if (offer) places.push({ ...place, ...offer });
  }
  return places;
}
