import { resolveRoughly } from "#domain/kernel/local-time.ts";
import { message } from "#messages/message.ts";
import {
  escapeMarkdown,
  type CourseDraft,
  truncate,
  type Format,
  type MeetingDraft,
  toSingleLine,
  type Reading,
  type Row,
  summarise,
} from "./format.ts";

const TIMEZONE = "America/Los_Angeles";

/** The university writes 9999 where it sets no limit. */
const UNLIMITED = 9999;

/** The catalogue: one row a course. */
export const ucsdCourses: Format = {
  name: message("imports.format_ucsd_courses"),
  source: "ucsd",
  columns: ["department", "course_number", "course_name", "units", "description"],
  quoted: false,
  coursesRepeat: false,
  read(row): Reading {
    const key = toSingleLine(row.course_number ?? "");
    const name = toSingleLine(row.course_name ?? "");
    if (key === "") return { reason: message("imports.no_course_number") };
    if (name === "") return { reason: message("imports.no_name"), key };
    return { courseKey: key, course: courseOf(row, key, name) };
  },
};

function courseOf(row: Row, key: string, name: string): CourseDraft {
  const description = toSingleLine(row.description ?? "");
  const units = toSingleLine(row.units ?? "");
  const unitsLine = units === "" ? "" : `Units: ${units}.`;
  return {
    title: `${key}: ${name}`,
    summary: summarise(description) || unitsLine || name,
    description: [escapeMarkdown(description), escapeMarkdown(unitsLine)].filter(Boolean).join("\n\n"),
    subject: toSingleLine(row.department ?? ""),
    level: levelOf(key),
  };
}

/** The university numbers lower-division courses 1–99, upper-division 100–199 and graduate courses from 200 on. */
function levelOf(courseNumber: string): CourseDraft["level"] {
  const number = Number(/ (\d+)/.exec(courseNumber)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return "any";
  return number < 100 ? "beginner" : number < 200 ? "intermediate" : "advanced";
}

/** A term's sections: one row a section, its meetings in one cell. */
export const ucsdSections: Format = {
  name: message("imports.format_ucsd_sections"),
  source: "ucsd",
  columns: ["subj_course_id", "sec_code", "sec_id", "total_seats", "meetings"],
  quoted: false,
  coursesRepeat: true,
  read(row, { currency }): Reading {
    const externalKey = toSingleLine(row.sec_id ?? "");
    const seats = toSingleLine(row.total_seats ?? "");
    if (!/^\d+$/.test(externalKey)) return { reason: message("imports.no_section_id") };
    if (!/^\d{1,6}$/.test(seats))
      return { reason: message("imports.seats_no_number", { text: seats }), key: externalKey };
    const parts = (row.meetings ?? "").split("|").map(meetingOf);
    const weekly = parts.flatMap(({ weekly: words }) => (words ? [words] : []));
    const place = parts.find((part) => part.place !== "")?.place ?? "";
    const name = [`Section ${toSingleLine(row.sec_code ?? "")}`.trim(), ...new Set(weekly)].join(", ");
    return {
      courseKey: toSingleLine(row.subj_course_id ?? ""),
      cohort: {
        externalKey,
        fields: {
          name: truncate(name, 200),
          timezone: TIMEZONE,
          place: place || "Place to be announced",
          capacity: Number(seats) === UNLIMITED ? null : Number(seats),
          priceMinor: 0,
          currency,
        },
        meetings: parts.flatMap(({ dated }) => (dated ? [dated] : [])),
      },
    };
  },
};

const KINDS: Record<string, string> = {
  LE: "lecture",
  DI: "discussion",
  SE: "seminar",
  LA: "lab",
  TU: "tutorial",
  ST: "studio",
  CL: "clinic",
  FI: "Final exam",
  MI: "Midterm",
  PB: "Problem session",
  RE: "Review session",
  MU: "Make-up session",
};

const DAYS: Record<string, string> = { M: "Mon", Tu: "Tue", W: "Wed", Th: "Thu", F: "Fri", Sa: "Sat", Su: "Sun" };

type MeetingPart = { weekly?: string; dated?: MeetingDraft; place: string };

/**
 * `LE,TuTh,16:00 - 17:20,RCLAS R05` is a weekly hour without dates, so it becomes words in the section's name;
 * `FI,2024-12-11,8:00 - 10:59,` has a date and becomes a meeting; `IN,N/A,0:00 - 0:00,TBA TBA` says nothing yet.
 */
function meetingOf(text: string): MeetingPart {
  const [kind = "", day = "", hours = "", where = ""] = text.split(",").map((part) => part.trim());
  const place = /^(TBA\s*)*$/.test(where) ? "" : where;
  const [from = "", to = ""] = hours.split("-").map((part) => part.trim().padStart(5, "0"));
  if (from === to) return { place };
  if (/^\d{4}-\d{2}-\d{2}$/.test(day)) return { place, ...datedMeeting(kind, day, from, to, place) };
  const days = day.match(/Tu|Th|Sa|Su|M|W|F/g);
  if (!days) return { place };
  const clock = (hour: string) => hour.replace(/^0/, "");
  const words = [KINDS[kind]?.toLowerCase(), days.map((each) => DAYS[each]).join(" "), `${clock(from)}–${clock(to)}`];
  return { place, weekly: words.filter(Boolean).join(" ") };
}

function datedMeeting(kind: string, day: string, from: string, to: string, place: string) {
  const startsAt = resolveRoughly(`${day}T${from}`, TIMEZONE);
  const endsAt = resolveRoughly(`${day}T${to}`, TIMEZONE);
  if (!startsAt || !endsAt || endsAt <= startsAt) return {};
  const dated = { title: KINDS[kind] ?? "", startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), place };
  return { dated };
}
