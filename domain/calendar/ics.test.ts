import fc from "fast-check";
import { expect, it } from "vitest";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import {
  type Calendar,
  type CalendarEvent,
  escapeText,
  foldLine,
  formatUtcTime,
  formatCalendar as format,
} from "./ics.ts";

const formatCalendar = (calendar: Calendar) => format(calendar, wordsIn(null));

const evening: CalendarEvent = {
  uid: "mtg_1@school.example",
  startsAt: new Date("2026-01-08T17:30:00Z"),
  endsAt: new Date("2026-01-08T20:00:00Z"),
  changedAt: new Date("2025-12-01T09:00:00.123Z"),
  sequence: 2,
  title: "Bookbinding: Paper, grain; and the bone folder",
  description: "Bring an apron.\nThe door sticks.",
  place: "Lindenhof 4, Basel",
  url: "https://school.example/meet?a=1,2;3",
};

const unfolded = (text: string) => text.replaceAll("\r\n ", "");

it("writes an event as RFC 5545 says it", () => {
  const text = formatCalendar({ name: "Lindenhof School", events: [evening] });
  expect(unfolded(text).split("\r\n")).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Matricula//School calendar//EN",
    "CALSCALE:GREGORIAN",
    "NAME:Lindenhof School",
    "X-WR-CALNAME:Lindenhof School",
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "BEGIN:VEVENT",
    "UID:mtg_1@school.example",
    "DTSTAMP:20251201T090000Z",
    "LAST-MODIFIED:20251201T090000Z",
    "SEQUENCE:2",
    "STATUS:CONFIRMED",
    "DTSTART:20260108T173000Z",
    "DTEND:20260108T200000Z",
    "SUMMARY:Bookbinding: Paper\\, grain\\; and the bone folder",
    "DESCRIPTION:Bring an apron.\\nThe door sticks.",
    "LOCATION:Lindenhof 4\\, Basel",
    "URL:https://school.example/meet?a=1,2;3",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

it("ends every line with CRLF, the last one too, and has no other line break", () => {
  const text = formatCalendar({ name: "A\rB\nC\r\nD", events: [{ ...evening, title: "x\u0000\u0007\ny" }] });
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(text).toContain("NAME:A\\nB\\nC\\nD\r\n");
  expect(text).toContain("SUMMARY:x\\ny\r\n");
});

it("folds at 75 octets, never inside a character, and loses nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 400 }), (line) => {
      const plain = line.replace(/[\r\n]/g, "");
      const folded = foldLine(plain);
      for (const part of folded.split("\r\n")) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
      expect(folded.replaceAll("\r\n ", "")).toBe(plain);
      expect(Buffer.from(folded).toString("utf8")).toBe(folded);
    }),
  );
});

it("folds a line of exactly 75 octets not at all, and one of 76 once", () => {
  expect(foldLine("x".repeat(75))).toBe("x".repeat(75));
  expect(foldLine("x".repeat(76))).toBe(`${"x".repeat(75)}\r\n x`);
  expect(foldLine(`${"x".repeat(74)}渡`)).toBe(`${"x".repeat(74)}\r\n 渡`);
});

it("gives back any text once its escapes are undone", () => {
  const undo = (text: string) => text.replace(/\\([\\;,n])/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const clean = text.replace(/[^\P{Cc}\t\n]/gu, "");
      expect(undo(escapeText(clean))).toBe(clean);
    }),
  );
});

it("writes times in UTC, so that a change of clocks moves nothing", () => {
  // Half past six in Basel, before and after the clocks go back on 25 October 2026.
  expect(formatUtcTime(new Date("2026-10-22T18:30:00+02:00"))).toBe("20261022T163000Z");
  expect(formatUtcTime(new Date("2026-10-29T18:30:00+01:00"))).toBe("20261029T173000Z");
});

it("leaves out an address that is none, and properties without a value", () => {
  const text = formatCalendar({
    name: "",
    events: [{ ...evening, url: "not an address", description: "", place: "" }],
  });
  expect(text).not.toMatch(/^(URL|DESCRIPTION|LOCATION):/m);
});
