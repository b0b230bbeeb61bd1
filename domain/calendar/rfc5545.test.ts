import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { message } from "#messages/message.ts";
import { translatorOf } from "#messages/translator.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { type CalendarEvent, formatCalendar } from "./ics.ts";

const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: "mtg_1@school.example",
  startsAt: new Date("2026-01-08T17:30:00Z"),
  endsAt: new Date("2026-01-08T20:00:00Z"),
  changedAt: new Date("2025-12-01T09:00:00Z"),
  sequence: 0,
  title: "Bookbinding",
  ...more,
});

/** What a parser that is not ours makes of it. */
function parsed(events: CalendarEvent[], name = "The school") {
  const text = formatCalendar({ name, events }, wordsIn(null));
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return { calendar, events: calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each)) };
}

/** As RFC 5545 can carry it: one kind of line break, no other control character. */
const carried = (text: string) => text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\t\n]/gu, "");

// Lone halves of surrogates are no text: UTF-8 cannot write them.
const texts = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x2fff }), fc.constantFrom(10, 13, 34, 44, 58, 59, 92, 0x1f600)), {
    maxLength: 120,
  })
  .map((points) => String.fromCodePoint(...points));

test("any text comes through a strict parser as it was written", () => {
  fc.assert(
    fc.property(texts, texts, texts, (title, description, place) => {
      const [read] = parsed([event({ title, description, place })], title).events;
      expect(read?.summary ?? "").toBe(carried(title));
      expect(read?.description ?? "").toBe(carried(description));
      expect(read?.location ?? "").toBe(carried(place));
    }),
  );
});

test("each event has what RFC 5545 asks for, once", () => {
  const { calendar } = parsed([event(), event({ uid: "mtg_2@school.example", sequence: 3, isCancelled: true })]);
  expect(calendar.getFirstPropertyValue("version")).toBe("2.0");
  expect(calendar.getFirstPropertyValue("prodid")).toBeTruthy();
  for (const each of calendar.getAllSubcomponents("vevent")) {
    for (const name of ["uid", "dtstamp", "dtstart", "dtend", "last-modified", "sequence", "status", "summary"]) {
      expect([name, each.getAllProperties(name).length]).toEqual([name, 1]);
    }
  }
});

test("the sequence, the change and the end of a meeting are read as what they are", () => {
  const { events, calendar } = parsed([
    event({ sequence: 7, isCancelled: true, changedAt: new Date("2026-01-02T10:00:00Z") }),
  ]);
  expect(events[0]?.sequence).toBe(7);
  const [first] = calendar.getAllSubcomponents("vevent");
  expect(first?.getFirstPropertyValue("status")).toBe("CANCELLED");
  for (const name of ["dtstamp", "last-modified"]) {
    expect(String(first?.getFirstPropertyValue(name))).toBe("2026-01-02T10:00:00Z");
  }
});

test("a meeting is at its instant in UTC, in both hours of the night the clocks go back", () => {
  const [one, two] = parsed([
    event({ startsAt: new Date("2026-10-25T00:30:00Z"), endsAt: new Date("2026-10-25T00:45:00Z") }),
    event({ startsAt: new Date("2026-10-25T01:30:00Z"), endsAt: new Date("2026-10-25T01:45:00Z") }),
  ]).events;
  expect(one?.startDate.toJSDate()).toEqual(new Date("2026-10-25T00:30:00Z"));
  expect(two?.startDate.toJSDate()).toEqual(new Date("2026-10-25T01:30:00Z"));
  expect(one?.startDate.zone).toBe(ICAL.Timezone.utcTimezone);
});

const GERMAN = translatorOf(
  "de",
  new Map([
    [
      "de",
      new Map([
        ["calendar.name_of_cohort", "{course}, {cohort}"],
        ["calendar.meeting_of_course", "{course}: {meeting}"],
        ["calendar.course_closes", "{course} schließt für Sie; öffnen Sie vorher, was Sie später noch benötigen"],
        [
          "calendar.course_closes_what",
          "Nach dieser Stunde können Sie den Kurs und seine Unterlagen nicht mehr öffnen.",
        ],
      ]),
    ],
  ]),
);

test("a calendar in German is the same file in other words: plain text, folded by octets, without a LANGUAGE", () => {
  const course = "Überschüssige Größenänderungen für Ältere";
  const title = message("calendar.course_closes", { course });
  const description = message("calendar.course_closes_what");
  const name = message("calendar.name_of_cohort", { course, cohort: "Frühling" });
  const events = [
    event({ title, description, sequence: 4 }),
    event({ uid: "mtg_2@school.example", title: message("calendar.meeting_of_course", { course, meeting: "Öl" }) }),
  ];
  const text = formatCalendar({ name, events }, GERMAN);
  for (const line of text.split("\r\n")) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line.isWellFormed() && !line.includes("\ufffd")).toBe(true);
  }
  expect(text).toMatch(/\r\n ./);
  expect(text).not.toMatch(/LANGUAGE=/i);
  const read = new ICAL.Component(ICAL.parse(text) as unknown[]);
  // It does not know NAME, which is of RFC 7986, and leaves it as it is written.
  expect(read.getFirstPropertyValue("name")).toBe(`${course}\\, Frühling`);
  const [closing, oil] = read.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  expect(closing?.summary).toBe(`${course} schließt für Sie; öffnen Sie vorher, was Sie später noch benötigen`);
  expect(closing?.description).toMatch(/^Nach dieser Stunde können/);
  expect(oil?.summary).toBe(`${course}: Öl`);
  // Another language is no change of the meeting: what it is called and when it was changed stay.
  const facts = (file: string) => file.match(/^(UID|DTSTAMP|SEQUENCE|DTSTART|DTEND|STATUS):.*$/gm);
  expect(facts(text)).toEqual(facts(formatCalendar({ name, events }, wordsIn(null))));
});
