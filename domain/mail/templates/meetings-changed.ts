import type { Words } from "#messages/message.ts";
import { button, type Draft, facts, file, hello, type Part, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { MeetingChange, MeetingHours, TimetableFacts } from "../get-timetable-facts.ts";

/** Tells whoever has a place in a cohort, or teaches it, which of its meetings were moved, cancelled or added. */
export function meetingsChanged(timetable: TimetableFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort, timezone } = timetable;
  return {
    subject: t("mail_courses.meetings_changed_subject", { course }),
    parts: [
      hello(timetable.name, t),
      text(t("mail_courses.meetings_changed_what", { course, cohort })),
      ...timetable.changes.flatMap((change) => describe(change, timezone, t)),
      button(t("mail_parts.open_course"), `/learning/${timetable.courseSlug}`),
      file(t("mail_parts.put_dates_into_calendar"), `/calendar/${timetable.cohortId}.ics`),
      text(t("mail_courses.meetings_changed_calendar")),
    ],
  };
}

function describe({ title: named, before, now }: MeetingChange, timezone: string, t: Words): Part[] {
  const title = named || t("mail_courses.meeting_unnamed");
  const hours = (at: MeetingHours | null) =>
    at && [formatInstant(at.startsAt, timezone, t), at.place, at.link].filter(Boolean).join("\n");
  const rows = facts([
    [t("mail_courses.meetings_changed_before"), hours(before)],
    [t("mail_courses.meetings_changed_now"), hours(now)],
  ]);
  if (!now) return [text(t("mail_courses.meetings_changed_cancelled", { title })), rows];
  return [
    text(
      before
        ? t("mail_courses.meetings_changed_moved", { title })
        : t("mail_courses.meetings_changed_added", { title }),
    ),
    rows,
  ];
}
