import { and, eq, inArray, or, type SQL } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { courseStaff, enrolments, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { EnrolmentState } from "#db/enums.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import type { EnrolmentView } from "./shapes.ts";
import { isAfterCursor, type Listed, type ListInput, toListed, sortNewestFirst } from "./cursor.ts";

type Row = Omit<typeof enrolments.$inferSelect, "orderLineId">;

export function toEnrolmentView(row: Row, orderId: string | null): EnrolmentView {
  const { id, studentId, cohortId, courseId, state, createdAt, activatedAt, endedAt } = row;
  return { id, studentId, cohortId, courseId, orderId, state, createdAt, activatedAt, endedAt };
}

const queries = perClient((read: Reader) => ({
  byId: read
    .select({ enrolment: enrolments, orderId: orderLines.orderId })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(eq(enrolments.id, param(enrolments.id, "id")))
    .prepare(),
  teachers: read
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, param(courseStaff.courseId, "courseId")))
    .prepare(),
}));

/** One place, for the student whose it is, who teaches the course, and the office. */
export async function getEnrolment(ctx: ReadCtx, id: string): Promise<EnrolmentView | undefined> {
  const { byId, teachers } = queries(ctx.read);
  const [found] = await byId.execute({ id });
  const staff = found ? await teachers.execute({ courseId: found.enrolment.courseId }) : [];
  authorize(ctx, "enrolment.read", {
    ownerId: found?.enrolment.studentId ?? null,
    teacherIds: staff.map(({ userId }) => userId),
  });
  return found && toEnrolmentView(found.enrolment, found.orderId);
}

/** As it stands after a verb, which has let the actor through. */
export async function loadEnrolmentView(ctx: TxCtx, id: string): Promise<EnrolmentView> {
  const [found] = await queries(ctx.tx).byId.execute({ id });
  if (!found) throw new Refusal("not_found");
  return toEnrolmentView(found.enrolment, found.orderId);
}

export type EnrolmentFilter = {
  studentId?: string | undefined;
  cohortId?: string | undefined;
  courseId?: string | undefined;
  state?: EnrolmentState | undefined;
};

/** Places, the newest first: all of them for the office; one's own, and those in the courses one teaches, for the others. */
export async function listEnrolments(ctx: ReadCtx, input: ListInput & EnrolmentFilter): Promise<Listed<EnrolmentView>> {
  const rows = await ctx.read
    .select({ enrolment: enrolments, orderId: orderLines.orderId })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(
      and(
        withinReach(ctx),
        input.studentId === undefined ? undefined : eq(enrolments.studentId, input.studentId),
        input.cohortId === undefined ? undefined : eq(enrolments.cohortId, input.cohortId),
        input.courseId === undefined ? undefined : eq(enrolments.courseId, input.courseId),
        input.state === undefined ? undefined : eq(enrolments.state, input.state),
        isAfterCursor(input, "enrolment", enrolments.createdAt, enrolments.id),
      ),
    )
    .orderBy(...sortNewestFirst(enrolments.createdAt, enrolments.id))
    .limit(input.limit + 1);
  return toListed(
    rows,
    input,
    ({ enrolment, orderId }) => toEnrolmentView(enrolment, orderId),
    ({ enrolment }) => ({ at: enrolment.createdAt, id: enrolment.id }),
  );
}

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "enrolment.list")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "enrolment.read", { ownerId: me });
  const own = eq(enrolments.studentId, me);
  return or(own, inArray(enrolments.courseId, selectTaughtCourses(ctx.read, me)));
}
