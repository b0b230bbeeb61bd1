import type { Message, Words } from "#messages/message.ts";

/**
 * iCalendar (RFC 5545), as much of it as a school's meetings need: one component kind, times in UTC only, so that no
 * timezone rules travel along and no reader's old ones matter.
 */
export type CalendarEvent = {
  /** Stays the same for as long as the event exists, and is nobody else's (section 3.8.4.7). */
  uid: string;
  startsAt: Date;
  endsAt: Date;
  /** When what is said here was last changed (sections 3.8.7.2 and 3.8.7.3). */
  changedAt: Date;
  /** Grows with each change: a calendar takes no entry with a lower one (section 3.8.7.4). */
  sequence: number;
  /** It no longer takes place, and who has it in a calendar should know (section 3.8.1.11). */
  isCancelled?: boolean;
  /** As somebody has written it, or a message. */
  title: string | Message;
  description?: string | Message;
  place?: string;
  url?: string;
};

export type Calendar = { name: string | Message; events: readonly CalendarEvent[] };

const PRODUCT = "-//Matricula//School calendar//EN";
/** Section 3.1: a line is at most 75 octets long, its break not counted. */
const LINE_OCTETS_MAX = 75;
const BREAK = "\r\n";
/** How often a calendar that follows a feed should look again (RFC 7986, section 5.7). */
const REFRESH = "PT6H";

/** How a calendar says its messages. */
type Say = Pick<Words, "format">;

/** The calendar as the text of an .ics file. */
export function formatCalendar({ name, events }: Calendar, say: Say): string {
  const called = textOf(name, say);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${PRODUCT}`,
    "CALSCALE:GREGORIAN",
    `NAME:${called}`,
    `X-WR-CALNAME:${called}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    ...events.flatMap((event) => eventLines(event, say)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => foldLine(line) + BREAK).join("");
}

const textOf = (words: string | Message, say: Say) => escapeText(typeof words === "string" ? words : say.format(words));

function eventLines(event: CalendarEvent, say: Say): string[] {
  const optional = [
    ["DESCRIPTION", textOf(event.description ?? "", say)],
    ["LOCATION", escapeText(event.place ?? "")],
    ["URL", uriOf(event.url)],
  ].filter(([, value]) => value !== "");
  return [
    "BEGIN:VEVENT",
    `UID:${escapeText(event.uid)}`,
    `DTSTAMP:${formatUtcTime(event.changedAt)}`,
    `LAST-MODIFIED:${formatUtcTime(event.changedAt)}`,
    `SEQUENCE:${event.sequence}`,
    `STATUS:${event.isCancelled ? "CANCELLED" : "CONFIRMED"}`,
    `DTSTART:${formatUtcTime(event.startsAt)}`,
    `DTEND:${formatUtcTime(event.endsAt)}`,
    `SUMMARY:${textOf(event.title, say)}`,
    ...optional.map(([property, value]) => `${property}:${value}`),
    "END:VEVENT",
  ];
}

/** `20260108T173000Z` (section 3.3.5, form 2). */
export function formatUtcTime(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** Section 3.3.11: backslash, semicolon, comma and line break are written with a backslash; other controls are not allowed. */
export function escapeText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\t\n]/gu, "")
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, "\\n");
}

/** An address is no text and is written as it is, so it must be one, or it is left out. */
function uriOf(url: string | undefined): string {
  return url && URL.canParse(url) ? new URL(url).href : "";
}

/** Breaks a long line by a line break and one space. Counted in octets of UTF-8, and never inside a character. */
export function foldLine(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const width = Buffer.byteLength(character);
    if (octets + width > LINE_OCTETS_MAX) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += width;
  }
  return [...parts, part].join(BREAK);
}
