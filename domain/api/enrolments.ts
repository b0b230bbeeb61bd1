import { eq, getTableColumns, inArray, or, type SQL } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { courseStaff, enrolments, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { ENROLMENT_STATES } from "#db/enums.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import type { EnrolmentView } from "./shapes.ts";
import { Id } from "./parts.ts";

type Row = Omit<typeof enrolments.$inferSelect, "orderLineId">;

export function toEnrolmentView(row: Row, orderId: string | null): EnrolmentView {
  const { id, studentId, cohortId, courseId, state, createdAt, activatedAt, endedAt } = row;
  const { completionDoubtedAt } = row;
  // Most are in no doubt, and nothing is said of it.
  const doubt = completionDoubtedAt === null ? {} : { completionDoubtedAt };
  return { id, studentId, cohortId, courseId, orderId, state, createdAt, activatedAt, endedAt, ...doubt };
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

/** Places, the newest first: all of them for the office; one's own, and those in the courses one teaches, for the others. */
export const enrolmentPages = defineList({
  table: enrolments,
  reach: withinReach,
  view: defineView({
    fields: () => ({ ...getTableColumns(enrolments), orderId: orderLines.orderId }),
    from: (select) => select.from(enrolments).leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId)),
    show: ({ orderId, ...enrolment }) => toEnrolmentView(enrolment, orderId),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    studentId: createFilter(Id("usr"), (id) => eq(enrolments.studentId, id)),
    cohortId: createFilter(Id("coh"), (id) => eq(enrolments.cohortId, id)),
    courseId: createFilter(Id("crs"), (id) => eq(enrolments.courseId, id)),
    state: createChoiceFilter(enrolments.state, ENROLMENT_STATES),
  },
  cursor: { sort: "created", ids: "enrolment" },
});

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "enrolment.list")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "enrolment.read", { ownerId: me });
  const own = eq(enrolments.studentId, me);
  return or(own, inArray(enrolments.courseId, selectTaughtCourses(ctx.read, me)));
}
