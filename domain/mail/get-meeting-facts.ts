import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { cohorts, courses, enrolments, meetings, users } from "#db/schema/index.ts";
import { ATTENDING } from "../courses/record-meeting-changes.ts";
import type { Reader } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import type { MailPayloads } from "./kinds.ts";

/** What a mail says of a meeting that is near. */
export type MeetingFacts = {
  studentName: string;
  courseTitle: string;
  courseSlug: string;
  cohortId: string;
  cohortName: string;
  title: string;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  place: string;
  link: string;
};

/**
 * Undefined for a meeting that was cancelled meanwhile or has ended `now`, because mails could not be sent for a while, and for somebody who
 * has no place any more or whose account is disabled.
 */
export async function getMeetingFacts(
  read: Reader,
  { meetingId, studentId }: MailPayloads["meeting_reminder"],
  language: string,
  now?: Date,
): Promise<MeetingFacts | undefined> {
  const [row] = await read
    .select({
      studentName: users.name,
      courseTitle: selectText(courses.title, language),
      courseSlug: courses.slug,
      cohortId: cohorts.id,
      cohortName: selectText(cohorts.name, language),
      title: selectText(meetings.title, language),
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      timezone: cohorts.timezone,
      place: selectText(meetings.place, language),
      link: meetings.link,
    })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(enrolments, eq(enrolments.cohortId, cohorts.id))
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(
      and(
        eq(meetings.id, meetingId),
        eq(cohorts.state, "open"),
        eq(enrolments.studentId, studentId),
        inArray(enrolments.state, [...ATTENDING]),
        isNull(users.disabledAt),
        now && gt(meetings.endsAt, now),
      ),
    );
  return row;
}
