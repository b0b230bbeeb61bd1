import { and, eq } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { enrolments, grants, orderLines, orders } from "#db/schema/index.ts";
import type { GrantReason } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
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

/** All that is open to a student, which is little more than what is asked for: so it is prepared once. */
const queries = perClient((read: Reader) => ({
  live: read
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
    .where(and(eq(grants.studentId, param(grants.studentId, "studentId")), isLiveGrant(param(grants.startsAt, "now"))))
    .prepare(),
}));

/** By course, for those that are open to the student now. */
export async function getAccessReasons(
  ctx: ReadCtx,
  studentId: string,
  courseIds: readonly string[],
): Promise<Map<string, AccessReason>> {
  const longest = new Map<string, AccessReason>();
  if (courseIds.length === 0) return longest;
  const wanted = new Set(courseIds);
  const rows = await queries(ctx.read).live.execute({ studentId, now: ctx.now });
  for (const { courseId, ...reason } of rows) {
    if (!wanted.has(courseId)) continue;
    const best = longest.get(courseId);
    if (!best || lastsLonger(reason, best)) longest.set(courseId, reason);
  }
  return longest;
}

function lastsLonger({ until }: AccessReason, best: AccessReason): boolean {
  if (best.until === null) return false;
  return until === null || until > best.until;
}
