import type { Words } from "#messages/message.ts";
import { button, type Draft, facts, file, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { MeetingFacts } from "../get-meeting-facts.ts";

/** Reminds a student of a meeting: when, where, by which link. */
export function meetingReminder(meeting: MeetingFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort, timezone } = meeting;
  const when = formatInstant(meeting.startsAt, timezone, t);
  return {
    subject: t("mail_courses.meeting_reminder_subject", { course, when }),
    parts: [
      hello(meeting.studentName, t),
      text(t("mail_courses.meeting_reminder_what", { course })),
      facts([
        [t("mail_parts.course"), t("mail_parts.course_and_cohort", { course, cohort })],
        [t("mail_parts.meeting"), meeting.title],
        [t("mail_parts.begins"), when],
        [t("mail_parts.ends"), formatInstant(meeting.endsAt, timezone, t)],
        [t("mail_parts.where"), meeting.place],
        [t("mail_parts.online"), meeting.link],
      ]),
      button(t("mail_parts.open_course"), `/learning/${meeting.courseSlug}`),
      file(t("mail_parts.put_dates_into_calendar"), `/calendar/${meeting.cohortId}.ics`),
    ],
  };
}
