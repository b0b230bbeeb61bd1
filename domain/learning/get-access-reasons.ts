import { and, eq, inArray } from "drizzle-orm";
import { enrolments, grants, orderLines, orders } from "#db/schema/index.ts";
import type { GrantReason } from "#db/enums.ts";
import { isLiveGrant } from "../access/get-access.ts";
import type { ReadCtx } from "../kernel/command.ts";

/** Why a course is open to a student and until when: the grant that lasts longest. */
export type AccessReason = {
  why: GrantReason;
  /** None means for good. */
  until: Date | null;
  /** The order that it goes back to; none for a place that the school gave by hand. */
  orderCode: string | null;
  grantedAt: Date;
};

/** By course, for those that are open to the student now. */
export async function getAccessReasons(
  ctx: ReadCtx,
  studentId: string,
  courseIds: readonly string[],
): Promise<Map<string, AccessReason>> {
  const longest = new Map<string, AccessReason>();
  if (courseIds.length === 0) return longest;
  const rows = await ctx.read
    .select({
      courseId: grants.courseId,
      why: grants.why,
      until: grants.endsAt,
      orderCode: orders.code,
      grantedAt: grants.createdAt,
    })
    .from(grants)
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(grants.studentId, studentId), inArray(grants.courseId, [...courseIds]), isLiveGrant(ctx.now)));
  for (const { courseId, ...reason } of rows) {
    const best = longest.get(courseId);
    if (!best || lastsLonger(reason, best)) longest.set(courseId, reason);
  }
  return longest;
}

function lastsLonger({ until }: AccessReason, best: AccessReason): boolean {
  if (best.until === null) return false;
  return until === null || until > best.until;
}
