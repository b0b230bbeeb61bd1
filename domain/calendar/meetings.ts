import { and, asc, desc, eq, gt, inArray, or, type SQL } from "drizzle-orm";
import { cancelledMeetings, cohorts, courses, enrolments, meetings } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getAccess } from "../access/get-access.ts";
import { findFeedOwner } from "../accounts/calendar-feed.ts";
import { DAY_MS, HOUR_MS, addMs } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { getAccessReasons } from "../learning/get-access-reasons.ts";
import type { Calendar, CalendarEvent } from "./ics.ts";
import { selectText } from "../courses/course-texts.ts";

/** A calendar that is followed shows what was within the last half year and what comes. */
const PAST_DAYS = 180;
const MEETINGS_MAX = 1_000;
/** Whose places are in a calendar: a paused or lost one is not. */
const IN_CALENDAR = ["active", "completed"] as const;

/** Dated hours as their reader's calendar shows them, whichever `of` says. */
async function listHours(ctx: ReadCtx, of: SQL | undefined) {
  return ctx.read
    .select({
      id: meetings.id,
      title: selectText(meetings.title, ctx.language),
      note: selectText(meetings.note, ctx.language),
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      place: selectText(meetings.place, ctx.language),
      link: meetings.link,
      course: selectText(courses.title, ctx.language),
      cohort: selectText(cohorts.name, ctx.language),
      sequence: meetings.sequence,
      changedAt: meetings.changedAt,
      state: cohorts.state,
      cohortChangedAt: cohorts.updatedAt,
      courseChangedAt: courses.updatedAt,
    })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(of)
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
    .limit(MEETINGS_MAX);
}

type Row = Awaited<ReturnType<typeof listHours>>[number];

/**
 * One cohort's meetings, for somebody who has a place in it, teaches it or runs the school. `host` makes the events' names
 * unique in the world. Undefined for anybody else, as for a cohort that does not exist.
 */
export async function getCohortCalendar(
  ctx: ReadCtx,
  cohortId: string,
  host: string,
): Promise<(Calendar & { slug: string }) | undefined> {
  if (!isId("cohort", cohortId) || ctx.actor.type !== "user") return undefined;
  const [cohort] = await ctx.read
    .select({
      name: selectText(cohorts.name, ctx.language),
      courseId: courses.id,
      title: selectText(courses.title, ctx.language),
      slug: courses.slug,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, cohortId));
  if (!cohort || !(await mayFollow(ctx, ctx.actor.id, { cohortId, courseId: cohort.courseId }))) return undefined;
  const rows = await listHours(ctx, eq(meetings.cohortId, cohortId));
  const gone = await cancelled(ctx, eq(cancelledMeetings.cohortId, cohortId), host);
  const closing = await closings(ctx, ctx.actor.id, [{ id: cohort.courseId, title: cohort.title }], host);
  const events = [...rows.map((row) => eventOf(row, host)), ...gone, ...closing];
  return {
    name: message("calendar.name_of_cohort", { course: cohort.title, cohort: cohort.name }),
    slug: cohort.slug,
    events,
  };
}

async function mayFollow(ctx: ReadCtx, userId: string, of: { cohortId: string; courseId: string }): Promise<boolean> {
  const places = await ctx.read
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.cohortId, of.cohortId),
        eq(enrolments.studentId, userId),
        inArray(enrolments.state, [...IN_CALENDAR]),
      ),
    );
  if (places.length > 0) return true;
  const access = await getAccess(ctx, of.courseId);
  return access !== undefined && access.why !== "enrolled";
}

/**
 * Everything that whoever holds a feed's key attends or teaches. Calendars ask without signing in, so the key alone opens it;
 * undefined for a key that is unknown, was rotated away, or belongs to a disabled account. `language` is the one they have chosen:
 * what asks in their name says nothing of it.
 */
export async function getFeed(
  asked: ReadCtx,
  key: string,
  host: string,
  schoolName: string,
): Promise<(Calendar & { language: string | null }) | undefined> {
  const owner = await findFeedOwner(asked.read, key);
  if (!owner) return undefined;
  const { language } = owner;
  const ctx = { ...asked, language: language ?? asked.language };
  const attended = ctx.read
    .select({ id: enrolments.cohortId })
    .from(enrolments)
    .where(and(eq(enrolments.studentId, owner.userId), inArray(enrolments.state, [...IN_CALENDAR])));
  const taught = selectTaughtCourses(ctx.read, owner.userId);
  const rows = await listHours(
    ctx,
    and(
      or(inArray(meetings.cohortId, attended), inArray(cohorts.courseId, taught)),
      gt(meetings.endsAt, addMs(ctx.now, -PAST_DAYS * DAY_MS)),
    ),
  );
  const open = await ctx.read
    .selectDistinct({ id: courses.id, title: selectText(courses.title, ctx.language) })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(and(eq(enrolments.studentId, owner.userId), inArray(enrolments.state, [...IN_CALENDAR])))
    .limit(MEETINGS_MAX);
  const gone = await cancelled(
    ctx,
    or(inArray(cancelledMeetings.cohortId, attended), inArray(cohorts.courseId, taught)),
    host,
  );
  const closing = await closings(ctx, owner.userId, open, host);
  return { language, name: schoolName, events: [...rows.map((row) => eventOf(row, host)), ...gone, ...closing] };
}

/** Meetings that were taken out, for as long as they would be shown if they took place. */
async function cancelled(ctx: ReadCtx, of: SQL | undefined, host: string): Promise<CalendarEvent[]> {
  const rows = await ctx.read
    .select({
      id: cancelledMeetings.id,
      title: selectText(cancelledMeetings.title, ctx.language),
      startsAt: cancelledMeetings.startsAt,
      endsAt: cancelledMeetings.endsAt,
      place: selectText(cancelledMeetings.place, ctx.language),
      sequence: cancelledMeetings.sequence,
      changedAt: cancelledMeetings.cancelledAt,
      course: selectText(courses.title, ctx.language),
    })
    .from(cancelledMeetings)
    .innerJoin(cohorts, eq(cohorts.id, cancelledMeetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(of, gt(cancelledMeetings.endsAt, addMs(ctx.now, -PAST_DAYS * DAY_MS))))
    .orderBy(desc(cancelledMeetings.startsAt), asc(cancelledMeetings.id))
    .limit(MEETINGS_MAX);
  return rows.map(({ id, course, title, ...row }) => ({
    ...row,
    uid: `${id}@${host}`,
    title: titleOf(course, title),
    isCancelled: true,
  }));
}

/** The last hour in which a course is open to its student, for courses that do not stay open for good. */
async function closings(
  ctx: ReadCtx,
  studentId: string,
  of: readonly { id: string; title: string }[],
  host: string,
): Promise<CalendarEvent[]> {
  const open = await getAccessReasons(
    ctx,
    studentId,
    of.map(({ id }) => id),
  );
  return of.flatMap(({ id, title }) => {
    const { until, grantedAt } = open.get(id) ?? {};
    if (!until || !grantedAt) return [];
    return {
      uid: `${id}-closes@${host}`,
      startsAt: addMs(until, -HOUR_MS),
      endsAt: until,
      changedAt: grantedAt,
      // It has no row of its own. When access is prolonged the hour is later, and so is this number.
      sequence: Math.floor(until.getTime() / HOUR_MS),
      title: message("calendar.course_closes", { course: title }),
      description: message("calendar.course_closes_what"),
    };
  });
}

const titleOf = (course: string, meeting: string) =>
  meeting === "" ? course : message("calendar.meeting_of_course", { course, meeting });

/** A meeting says what its course and its cohort are called, so it was changed when the last of the three was. */
function eventOf({ id, course, cohort, title, note, link, ...row }: Row, host: string): CalendarEvent {
  const { changedAt, cohortChangedAt, courseChangedAt } = row;
  const isCancelled = row.state === "cancelled";
  return {
    uid: `${id}@${host}`,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    changedAt: new Date(Math.max(changedAt?.getTime() ?? 0, cohortChangedAt.getTime(), courseChangedAt.getTime())),
    sequence: row.sequence + (isCancelled ? 1 : 0),
    ...(isCancelled ? { isCancelled } : {}),
    title: titleOf(course, title),
    description: [note, cohort, link].filter(Boolean).join("\n"),
    place: row.place,
    url: link,
  };
}
