import { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import type { CourseState, TicketState } from "#db/enums.ts";
import {
  attendance,
  cancelledMeetings,
  cohorts,
  courses,
  enrolments,
  meetings,
  tickets,
  users,
} from "#db/schema/index.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import { TAKES_PART } from "../enrolments/list-class.ts";
import { addMs, DAY_MS, HOUR_MS } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { UNRESOLVED } from "../tickets/machine.ts";

/** As far as a week's planning looks ahead and back. */
const AHEAD_MS = 7 * DAY_MS;
const BACK_MS = 7 * DAY_MS;
/** A meeting that is over stays at hand for as long: attendance is often finished afterwards. */
const OVER_MS = 12 * HOUR_MS;
const SHOWN_MAX = 12;
const COURSES_MAX = 30;

type Where = { courseId: string; courseTitle: string; language: string; cohortName: string; timezone: string };

export type TaughtMeeting = Where & {
  id: string;
  title: string;
  place: string;
  startsAt: Date;
  endsAt: Date;
  students: number;
  marked: number;
};

export type TaughtCourse = { id: string; title: string; language: string; state: CourseState; students: number };

export type TaughtQuestion = { code: string; subject: string; state: TicketState; from: string; updatedAt: Date };

export type TeachingChange = Where & {
  kind: "meeting_changed" | "meeting_cancelled" | "enrolled" | "left";
  id: string;
  cohortId: string;
  /** The meeting's title, or the student's name. */
  name: string;
  at: Date;
  /** When the meeting is or was to be. */
  startsAt: Date | null;
};

export type TeachingDesk = {
  meetings: TaughtMeeting[];
  courses: TaughtCourse[];
  questions: TaughtQuestion[];
  changes: TeachingChange[];
};

/** What a teacher looks at first: their meetings, courses, what students ask about them, and what changed. Nothing of money is in it. */
export async function getTeachingDesk(ctx: ReadCtx): Promise<TeachingDesk> {
  authorize(ctx, "dashboard.read", {});
  return {
    meetings: await listTaughtMeetings(ctx),
    courses: await listTaughtCourses(ctx),
    questions: await listQuestions(ctx),
    changes: [...(await listMeetingChanges(ctx)), ...(await listStudentChanges(ctx))]
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, 2 * SHOWN_MAX),
  };
}

const taughtBy = (ctx: ReadCtx) => selectTaughtCourses(ctx.read, getActorId(ctx.actor));

const where = {
  courseId: courses.id,
  courseTitle: courses.title,
  language: courses.language,
  cohortName: cohorts.name,
  timezone: cohorts.timezone,
};

/** A teacher's meetings of the next days, and those that were over a moment ago, by time. */
export async function listTaughtMeetings(ctx: ReadCtx): Promise<TaughtMeeting[]> {
  authorize(ctx, "dashboard.read", {});
  // Whoever has left since is among the marks, and no longer in the class.
  const marks = ctx.read
    .select({ marks: count() })
    .from(attendance)
    .innerJoin(enrolments, eq(enrolments.id, attendance.enrolmentId))
    .where(and(eq(attendance.meetingId, meetings.id), inArray(enrolments.state, [...TAKES_PART])));
  const marked = sql<number>`(${marks})`.mapWith(Number);
  return ctx.read
    .select({
      ...where,
      id: meetings.id,
      title: meetings.title,
      place: meetings.place,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      students: cohorts.taken,
      marked,
    })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        inArray(cohorts.courseId, taughtBy(ctx)),
        eq(cohorts.state, "open"),
        gt(meetings.endsAt, addMs(ctx.now, -OVER_MS)),
        lt(meetings.startsAt, addMs(ctx.now, AHEAD_MS)),
      ),
    )
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
    .limit(SHOWN_MAX);
}

async function listTaughtCourses(ctx: ReadCtx): Promise<TaughtCourse[]> {
  return ctx.read
    .select({
      id: courses.id,
      title: courses.title,
      language: courses.language,
      state: courses.state,
      students: sql<number>`coalesce(sum(${cohorts.taken}), 0)`.mapWith(Number),
    })
    .from(courses)
    .leftJoin(cohorts, and(eq(cohorts.courseId, courses.id), eq(cohorts.state, "open")))
    .where(and(inArray(courses.id, taughtBy(ctx)), ne(courses.state, "archived")))
    .groupBy(courses.id)
    .orderBy(asc(courses.sortKey), asc(courses.id))
    .limit(COURSES_MAX);
}

/** Open questions about the courses, or about a place in one of them. */
async function listQuestions(ctx: ReadCtx): Promise<TaughtQuestion[]> {
  const places = ctx.read
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(inArray(enrolments.courseId, taughtBy(ctx)));
  return ctx.read
    .select({
      code: tickets.code,
      subject: tickets.subject,
      state: tickets.state,
      from: users.name,
      updatedAt: tickets.updatedAt,
    })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.requesterId))
    .where(
      and(
        inArray(tickets.state, [...UNRESOLVED]),
        or(
          and(eq(tickets.aboutType, "course"), inArray(tickets.aboutId, taughtBy(ctx))),
          and(eq(tickets.aboutType, "enrolment"), inArray(tickets.aboutId, places)),
        ),
      ),
    )
    .orderBy(desc(tickets.updatedAt), desc(tickets.id))
    .limit(SHOWN_MAX);
}

/** Meetings that were moved, renamed or taken out in the last days, unless they were over before. */
async function listMeetingChanges(ctx: ReadCtx): Promise<TeachingChange[]> {
  const since = addMs(ctx.now, -BACK_MS);
  const changed = ctx.read
    .select({
      ...where,
      kind: sql<"meeting_changed" | "meeting_cancelled">`'meeting_changed'`.as("kind"),
      id: meetings.id,
      cohortId: meetings.cohortId,
      name: meetings.title,
      at: sql<Date>`${meetings.changedAt}`.mapWith(meetings.changedAt).as("at"),
      startsAt: meetings.startsAt,
    })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(inArray(cohorts.courseId, taughtBy(ctx)), gte(meetings.changedAt, since), gt(meetings.startsAt, since)));
  const gone = ctx.read
    .select({
      ...where,
      kind: sql<"meeting_changed" | "meeting_cancelled">`'meeting_cancelled'`.as("kind"),
      id: cancelledMeetings.id,
      cohortId: cancelledMeetings.cohortId,
      name: cancelledMeetings.title,
      at: sql<Date>`${cancelledMeetings.cancelledAt}`.mapWith(cancelledMeetings.cancelledAt).as("at"),
      startsAt: cancelledMeetings.startsAt,
    })
    .from(cancelledMeetings)
    .innerJoin(cohorts, eq(cohorts.id, cancelledMeetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        inArray(cohorts.courseId, taughtBy(ctx)),
        gte(cancelledMeetings.cancelledAt, since),
        gt(cancelledMeetings.startsAt, since),
      ),
    );
  return changed.unionAll(gone).orderBy(sql`at desc`).limit(SHOWN_MAX);
}

/** Who has come into a class and who has left one in the last days. Whoever never paid was not in it. */
async function listStudentChanges(ctx: ReadCtx): Promise<TeachingChange[]> {
  const since = addMs(ctx.now, -BACK_MS);
  const rows = await ctx.read
    .select({
      ...where,
      id: enrolments.id,
      cohortId: enrolments.cohortId,
      state: enrolments.state,
      name: users.name,
      activatedAt: enrolments.activatedAt,
      endedAt: enrolments.endedAt,
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(
      and(
        inArray(enrolments.courseId, taughtBy(ctx)),
        isNotNull(enrolments.activatedAt),
        or(
          and(eq(enrolments.state, "active"), gte(enrolments.activatedAt, since)),
          and(inArray(enrolments.state, ["cancelled", "revoked"]), gte(enrolments.endedAt, since)),
        ),
      ),
    )
    .orderBy(desc(sql`coalesce(${enrolments.endedAt}, ${enrolments.activatedAt})`), desc(enrolments.id))
    .limit(SHOWN_MAX);
  return rows.map(({ state, activatedAt, endedAt, ...row }) => {
    const isHere = state === "active";
    return {
      ...row,
      kind: isHere ? "enrolled" : "left",
      at: (isHere ? activatedAt : endedAt) ?? ctx.now,
      startsAt: null,
    };
  });
}
