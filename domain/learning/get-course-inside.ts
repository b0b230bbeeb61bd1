import { and, asc, desc, eq, exists, gt, inArray, isNotNull, isNull, or } from "drizzle-orm";
import {
  accessEvents,
  cohorts,
  courseStaff,
  courses,
  enrolments,
  meetings,
  orderInstalments,
  orderLines,
  orders,
  users,
} from "#db/schema/index.ts";
import type { CourseState, EnrolmentState } from "#db/enums.ts";
import { type Access, getAccess } from "../access/get-access.ts";
import { type CourseMaterials, loadMaterials } from "./load-materials.ts";
import { type ExplainedAccess, loadAccess } from "../access/load-access.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import {
  type Languages,
  localizeCohort,
  localizeCourse,
  localizeMeeting,
  type TextLanguages,
} from "../courses/course-texts.ts";

const COHORTS_MAX = 10;
const MEETINGS_MAX = 400;
/** Teachers see the cohorts that were over this long ago, and those that come. */
const TEACHER_PAST_DAYS = 60;

export type MeetingEntry = {
  id: string;
  title: string;
  note: string;
  startsAt: Date;
  endsAt: Date;
  place: string;
  textLanguages: { title: string; note: string; place: string };
  link: string;
};

export type CohortInside = {
  id: string;
  name: string;
  timezone: string;
  place: string;
  textLanguages: { name: string; place: string };
  startsAt: Date | null;
  endsAt: Date | null;
  /** What completes the course in it by itself. */
  completionMaterialsPercent: number | null;
  completionAttendancePercent: number | null;
  /** The student's own place in it; none for who teaches. */
  state: EnrolmentState | null;
  meetings: MeetingEntry[];
  /** The one that is under way or comes next. */
  nextMeetingId: string | null;
};

export type CourseInside = {
  id: string;
  slug: string;
  title: string;
  summary: string;
  /** In which language the course was written, as its materials and meetings are. */
  language: string;
  textLanguages: TextLanguages;
  state: CourseState;
  access: Access;
  /** Until when and because of what it is open; none for teachers and the office. */
  explained: ExplainedAccess | null;
  /** What may be opened now, and what is done of it; the progress of who teaches is none. */
  contents: CourseMaterials;
  /** The student's own; all that are current for who teaches. */
  cohorts: CohortInside[];
  teachers: { name: string; about: string }[];
};

/** Why somebody does not get in, where that may be said: it was theirs, or everybody may know of it. */
export type ClosedCourse = {
  title: string;
  titleLanguage: string;
  slug: string;
  isPublic: boolean;
  reason: "ended" | "suspended" | "unpaid" | "revoked" | "none";
  endedAt: Date | null;
  /** The order to pay, when that is what is missing. */
  orderCode: string | null;
  /** It is closed until a late part of that order is paid. */
  isLate: boolean;
};

export type CourseInsideResult = { open: CourseInside } | { closed: ClosedCourse };

/**
 * A course from the inside, for whoever may open it. Somebody who may not learns why when they had a place, and where the
 * course is described when everybody may read that; otherwise it is as if there were none.
 */
export async function getCourseInside(ctx: ReadCtx, slug: string): Promise<CourseInsideResult | undefined> {
  const course = await courseBySlug(ctx, slug);
  if (!course || ctx.actor.type !== "user") return undefined;
  const userId = ctx.actor.id;
  const access = await getAccess(ctx, course.id);
  if (!access) {
    const closed = await whyClosed(ctx, userId, course);
    return closed && { closed };
  }
  const enrolled = access.why === "enrolled";
  const [explained = null] = enrolled ? await loadAccess(ctx, { studentId: userId, courseId: course.id }) : [];
  const rows = enrolled ? await ownCohorts(ctx, userId, course.id) : await currentCohorts(ctx, course.id);
  const { id, title, summary, language, textLanguages, state } = course;
  const languages = { written: language, wanted: ctx.language };
  return {
    open: {
      ...{ id, slug: course.slug, title, summary, language, textLanguages, state, access },
      explained,
      contents: await contentsOf(ctx, { studentId: userId, courseId: id, access, languages }),
      cohorts: await withMeetings(ctx, rows, languages),
      teachers: await teachersOf(ctx, id),
    },
  };
}

async function courseBySlug(ctx: ReadCtx, slug: string) {
  if (slug.length > 120) return undefined;
  const [course] = await ctx.read.select().from(courses).where(eq(courses.slug, slug));
  return course && localizeCourse(course, ctx.language);
}

type Course = NonNullable<Awaited<ReturnType<typeof courseBySlug>>>;

const REASONS: Partial<Record<EnrolmentState, ClosedCourse["reason"]>> = {
  pending: "unpaid",
  suspended: "suspended",
  active: "ended",
  completed: "ended",
  revoked: "revoked",
};

async function whyClosed(ctx: ReadCtx, userId: string, course: Course): Promise<ClosedCourse | undefined> {
  const [last] = await ctx.read
    .select({
      state: enrolments.state,
      orderCode: orders.code,
      orderState: orders.state,
      isLate: exists(selectSuspending(ctx.read)).mapWith(Boolean),
    })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.studentId, userId), eq(enrolments.courseId, course.id)))
    .orderBy(desc(enrolments.createdAt), desc(enrolments.id))
    .limit(1);
  const isPublic = course.state === "published";
  const [access] = await loadAccess(ctx, { studentId: userId, courseId: course.id });
  // What was given without a place ends as well, and its student is told so.
  const reason = (last && REASONS[last.state]) ?? (access?.state === "ended" ? "ended" : "none");
  if (reason === "none" && !isPublic) return undefined;
  const isLate = reason === "suspended" && last?.isLate === true;
  const isUnpaid = reason === "unpaid" && last?.orderState === "awaiting_payment";
  return {
    ...{ title: course.title, titleLanguage: course.textLanguages.title, slug: course.slug, isPublic, reason },
    endedAt: reason === "ended" ? (access?.endsAt ?? null) : null,
    orderCode: isUnpaid || isLate ? (last?.orderCode ?? null) : null,
    isLate,
  };
}

/** SQL, in a query of orders: the parts for which access is suspended and that are not paid yet. */
const selectSuspending = (read: ReadCtx["read"]) =>
  read
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .where(
      and(
        eq(orderInstalments.orderId, orders.id),
        eq(orderInstalments.state, "due"),
        isNotNull(orderInstalments.suspendedAt),
      ),
    );

const cohortColumns = {
  id: cohorts.id,
  name: cohorts.name,
  timezone: cohorts.timezone,
  place: cohorts.place,
  translations: cohorts.translations,
  startsAt: cohorts.startsAt,
  endsAt: cohorts.endsAt,
  completionMaterialsPercent: cohorts.completionMaterialsPercent,
  completionAttendancePercent: cohorts.completionAttendancePercent,
};

async function ownCohorts(ctx: ReadCtx, userId: string, courseId: string) {
  return ctx.read
    .select({ ...cohortColumns, state: enrolments.state })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(
      and(
        eq(enrolments.studentId, userId),
        eq(enrolments.courseId, courseId),
        inArray(enrolments.state, ["active", "completed"]),
      ),
    )
    .orderBy(desc(enrolments.createdAt), desc(enrolments.id))
    .limit(COHORTS_MAX);
}

async function currentCohorts(ctx: ReadCtx, courseId: string) {
  const since = addMs(ctx.now, -TEACHER_PAST_DAYS * DAY_MS);
  const rows = await ctx.read
    .select(cohortColumns)
    .from(cohorts)
    .where(
      and(
        eq(cohorts.courseId, courseId),
        eq(cohorts.state, "open"),
        or(isNull(cohorts.endsAt), gt(cohorts.endsAt, since)),
      ),
    )
    .orderBy(asc(cohorts.endsAt), asc(cohorts.id))
    .limit(COHORTS_MAX);
  return rows.map((row) => ({ ...row, state: null }));
}

type CohortRow = Awaited<ReturnType<typeof ownCohorts | typeof currentCohorts>>[number];

async function withMeetings(ctx: ReadCtx, rows: CohortRow[], languages: Languages): Promise<CohortInside[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const dated = await ctx.read
    .select()
    .from(meetings)
    .where(inArray(meetings.cohortId, ids))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
    .limit(MEETINGS_MAX);
  return rows.map((row) => {
    const own = dated
      .filter(({ cohortId }) => cohortId === row.id)
      .map((meeting) => localizeMeeting(meeting, row, languages));
    return {
      ...localizeCohort(row, languages),
      meetings: own,
      nextMeetingId: own.find(({ startsAt }) => startsAt > ctx.now)?.id ?? null,
    };
  });
}

/** What was opened a moment ago is not counted yet. */
async function contentsOf(ctx: ReadCtx, of: Parameters<typeof loadMaterials>[1]): Promise<CourseMaterials> {
  const { studentId, courseId } = of;
  const contents = await loadMaterials(ctx, of);
  const justOpened = await ctx.read
    .selectDistinct({ materialId: accessEvents.materialId })
    .from(accessEvents)
    .where(and(eq(accessEvents.studentId, studentId), eq(accessEvents.courseId, courseId), isNull(accessEvents.day)));
  const seen = new Set(justOpened.map((event) => event.materialId));
  const materials = contents.materials.map((each) => ({ ...each, opened: each.opened || seen.has(each.id) }));
  return { ...contents, materials };
}

async function teachersOf(ctx: ReadCtx, courseId: string): Promise<CourseInside["teachers"]> {
  return ctx.read
    .select({ name: users.name, about: courseStaff.about })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .where(eq(courseStaff.courseId, courseId))
    .orderBy(asc(courseStaff.position), asc(users.id));
}
