import { and, asc, count, desc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import {
  claimLinks,
  cohorts,
  courseStaff,
  courses,
  files,
  materials,
  materialSections,
  meetings,
  users,
  waitingList,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { type HistoryEntry, getHistory } from "../kernel/get-history.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { isTeachingNow } from "../access/teaching.ts";
import { isAllowed } from "../policy.ts";
import { isCourseUsed } from "./is-course-used.ts";
import type { Cohort, Course } from "./machine.ts";
import type { Material, MaterialSection } from "./load-course.ts";
import { IN_COURSE_ORDER, isSectionOfMaterial, SECTION_ORDER } from "./material-order.ts";
import type { Meeting } from "./sync-meetings.ts";

/** A course with more cohorts than this shows its newest ones. */
const COHORTS_SHOWN = 200;

export type TeacherView = {
  userId: string;
  name: string;
  email: string;
  about: string;
  /** Whether they still have a role to teach under; their name stays with the course when it ends. */
  mayTeach: boolean;
};

/** What the actor may do with a course by the policy; its state decides the rest. */
export type CoursePowers = { edit: boolean; publish: boolean; cohorts: boolean; materials: boolean; staff: boolean };

export type CourseOffice = {
  course: Course;
  teachers: TeacherView[];
  history: HistoryEntry[];
  counts: { cohorts: number; materials: number };
  /** Somebody has or had something in it: it can be archived, and not be deleted. */
  isUsed: boolean;
  may: CoursePowers;
};

/** A course as those who run it see it, whatever its state; undefined when there is none or the actor may not see it. */
export async function getCourseOffice(ctx: ReadCtx, courseId: string): Promise<CourseOffice | undefined> {
  if (!isId("course", courseId) || !isAllowed(ctx.actor, "course.list")) return undefined;
  const { read, actor } = ctx;
  const [found] = await read
    .select({
      course: getTableColumns(courses),
      cohorts: read.$count(cohorts, eq(cohorts.courseId, courseId)),
      materials: read.$count(materials, eq(materials.courseId, courseId)),
      isUsed: isCourseUsed(read, courses.id).mapWith(Boolean),
    })
    .from(courses)
    .where(eq(courses.id, courseId));
  if (!found) return undefined;
  const { course, isUsed, ...counts } = found;
  const teachers = await teachersOf(read, courseId);
  const teaching = { teacherIds: teachers.map(({ userId }) => userId) };
  if (!isAllowed(actor, "course.read_hidden", teaching)) return undefined;
  return {
    course,
    teachers,
    history: await getHistory(read, { type: "course", id: courseId }),
    counts,
    isUsed,
    may: {
      edit: isAllowed(actor, "course.edit", teaching),
      publish: isAllowed(actor, "course.publish"),
      cohorts: isAllowed(actor, "cohort.edit"),
      materials: isAllowed(actor, "material.edit", teaching),
      staff: isAllowed(actor, "course.staff"),
    },
  };
}

async function teachersOf(read: Reader, courseId: string): Promise<TeacherView[]> {
  return read
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      about: courseStaff.about,
      mayTeach: sql<boolean>`${isTeachingNow(read)}`.mapWith(Boolean),
    })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .where(eq(courseStaff.courseId, courseId))
    .orderBy(asc(courseStaff.position), asc(courseStaff.userId));
}

/**
 * `offered` are those from the waiting list for whom a seat is kept (it is among the held ones); `waiting` have none yet; `unclaimed`: taken ones that were bought for
 * others and nobody has claimed.
 */
export type CohortRow = Cohort & { waiting: number; offered: number; meetings: number; unclaimed: number };

/** A course's cohorts, the newest first, those without a date before them. The caller has found the course. */
export async function listCohorts(ctx: ReadCtx, courseId: string): Promise<CohortRow[]> {
  const found = await ctx.read
    .select()
    .from(cohorts)
    .where(eq(cohorts.courseId, courseId))
    .orderBy(sql`${cohorts.startsAt} is not null`, desc(cohorts.startsAt), desc(cohorts.id))
    .limit(COHORTS_SHOWN);
  return withCounts(ctx.read, found);
}

async function withCounts(read: Reader, found: Cohort[]): Promise<CohortRow[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const listed = await read
    .select({ cohortId: waitingList.cohortId, state: waitingList.state, rows: count() })
    .from(waitingList)
    .where(and(inArray(waitingList.cohortId, ids), inArray(waitingList.state, ["waiting", "offered"])))
    .groupBy(waitingList.cohortId, waitingList.state);
  const waiting = listed.filter(({ state }) => state === "waiting");
  const offered = listed.filter(({ state }) => state === "offered");
  const dated = await read
    .select({ cohortId: meetings.cohortId, rows: count() })
    .from(meetings)
    .where(inArray(meetings.cohortId, ids))
    .groupBy(meetings.cohortId);
  const unclaimed = await read
    .select({ cohortId: claimLinks.cohortId, rows: count() })
    .from(claimLinks)
    .where(and(inArray(claimLinks.cohortId, ids), eq(claimLinks.state, "open")))
    .groupBy(claimLinks.cohortId);
  const of = (rows: { cohortId: string; rows: number }[], id: string) =>
    rows.find(({ cohortId }) => cohortId === id)?.rows ?? 0;
  return found.map((cohort) => ({
    ...cohort,
    waiting: of(waiting, cohort.id),
    offered: of(offered, cohort.id),
    meetings: of(dated, cohort.id),
    unclaimed: of(unclaimed, cohort.id),
  }));
}

export type CohortOffice = { cohort: CohortRow; meetings: Meeting[]; history: HistoryEntry[] };

/** One cohort of a course with its meetings; undefined when the course has no such cohort. The caller has found the course. */
export async function getCohortOffice(
  ctx: ReadCtx,
  courseId: string,
  cohortId: string,
): Promise<CohortOffice | undefined> {
  if (!isId("cohort", cohortId)) return undefined;
  const found = await ctx.read
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.id, cohortId), eq(cohorts.courseId, courseId)));
  const [cohort] = await withCounts(ctx.read, found);
  if (!cohort) return undefined;
  const dated = await ctx.read
    .select()
    .from(meetings)
    .where(eq(meetings.cohortId, cohortId))
    .orderBy(asc(meetings.startsAt), asc(meetings.id));
  return { cohort, meetings: dated, history: await getHistory(ctx.read, { type: "cohort", id: cohortId }) };
}

export type MaterialRow = Material & { fileName: string | null; fileBytes: number | null };

/** A course's materials in their order. The caller has found the course. */
export async function listMaterials(ctx: ReadCtx, courseId: string): Promise<MaterialRow[]> {
  const found = await ctx.read
    .select({ material: materials, fileName: files.name, fileBytes: files.sizeBytes })
    .from(materials)
    .leftJoin(files, eq(files.id, materials.fileId))
    .leftJoin(materialSections, isSectionOfMaterial)
    .where(eq(materials.courseId, courseId))
    .orderBy(...IN_COURSE_ORDER);
  return found.map(({ material, fileName, fileBytes }) => ({ ...material, fileName, fileBytes }));
}

/** A course's sections in their order, also those under which nothing stands. The caller has found the course. */
export async function listSections(ctx: ReadCtx, courseId: string): Promise<MaterialSection[]> {
  return ctx.read
    .select()
    .from(materialSections)
    .where(eq(materialSections.courseId, courseId))
    .orderBy(...SECTION_ORDER);
}
