import { expect, test } from "vitest";
import { initials } from "./avatar.tsx";
import { formatInstant } from "./date.tsx";
import { formatAmount } from "./money.tsx";

/** Intl sets a narrow or a hard space between code and figure; to a reader they are spaces. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, " ");
}

test.each([
  [{ minor: 48000, currency: "CHF" }, "CHF 480.00"],
  [{ minor: 5, currency: "EUR" }, "EUR 0.05"],
  [{ minor: 0, currency: "EUR" }, "EUR 0.00"],
  [{ minor: -9500, currency: "CHF" }, "−CHF 95.00"],
  [{ minor: 12000, currency: "JPY" }, "JPY 12,000"],
  [{ minor: 1234, currency: "KWD" }, "KWD 1.234"],
  [{ minor: Number.MAX_SAFE_INTEGER, currency: "CHF" }, "CHF 90,071,992,547,409.91"],
])("%o is written with as many decimals as its currency has", (amount, text) => {
  expect(plain(formatAmount(amount))).toBe(text);
});

test("a short price leaves the cents out only when there are none", () => {
  expect(plain(formatAmount({ minor: 48000, currency: "CHF" }, { short: true }))).toBe("CHF 480");
  expect(plain(formatAmount({ minor: 48050, currency: "CHF" }, { short: true }))).toBe("CHF 480.50");
});

test("a bare figure keeps the decimals of its currency", () => {
  expect(formatAmount({ minor: 124000, currency: "CHF" }, { bare: true })).toBe("1,240.00");
  expect(formatAmount({ minor: 124000, currency: "JPY" }, { bare: true })).toBe("124,000");
});

test("a moment is written as it is read in its place, across the change to summer time", () => {
  const winter = new Date("2026-01-08T17:30:00Z");
  const summer = new Date("2026-07-08T17:30:00Z");
  expect(formatInstant(winter, { timezone: "Europe/Zurich" })).toBe("8 January 2026, 18:30");
  expect(formatInstant(summer, { timezone: "Europe/Zurich" })).toBe("8 July 2026, 19:30");
  expect(formatInstant(winter, { timezone: "Pacific/Auckland", form: "date" })).toBe("9 January 2026");
});

test("a form without a year says it in every year but the present one, as the place's calendar has it", () => {
  const now = new Date("2026-11-20T10:00:00Z");
  const say = (instant: string, form: "short" | "weekday", timezone = "Europe/Zurich") =>
    formatInstant(new Date(instant), { timezone, form, now });
  expect(say("2026-12-31T22:30:00Z", "short")).toBe("31 Dec");
  expect(say("2026-12-31T23:30:00Z", "short")).toBe("1 Jan 2027");
  expect(say("2026-12-31T23:30:00Z", "short", "America/New_York")).toBe("31 Dec");
  expect(say("2025-11-20T10:00:00Z", "weekday")).toBe("Thursday 20 November 2025");
  expect(say("2026-11-20T10:00:00Z", "weekday")).toBe("Friday 20 November");
});

test("an hour that a clock shows twice has its offset behind it, and no other hour", () => {
  const say = (instant: string, form: "time" | "datetime" | "date" = "time") =>
    formatInstant(new Date(instant), { timezone: "Europe/Zurich", form });
  expect(say("2026-10-25T00:30:00Z")).toBe("02:30 (+02:00)");
  expect(say("2026-10-25T01:30:00Z")).toBe("02:30 (+01:00)");
  expect(say("2026-10-25T01:30:00Z", "datetime")).toBe("25 October 2026, 02:30 (+01:00)");
  expect(say("2026-10-25T02:00:00Z")).toBe("03:00");
  expect(say("2026-10-25T01:30:00Z", "date")).toBe("25 October 2026");
});

test.each([
  ["Mara Keller", "MK"],
  ["Ana de la Cruz", "AC"],
  ["Šárka", "Š"],
  ["  ", ""],
  ["Sukarno", "S"],
  ["e\u0301lise o\u0308zil", "E\u0301O\u0308"],
  ["Ada 👩‍🚀", "A"],
  ["👩‍🚀🦊", "👩‍🚀"],
  ["(Bob) “Marley”", "BM"],
  ["O’Neil", "O"],
  ["فاطمة الزهراء", "ف"],
  ["שרה לוי", "של"],
  ["한지민", "한"],
  ["山田 花子", "山花"],
  ["प्रिया शर्मा", "प्रिश"],
  ["ნინო ბერიძე", "ნბ"],
  ["\u{20bb7}野家", "\u{20bb7}"],
  ["ß", "ß"],
  ["100% Percy", "P"],
  ["42", "4"],
])("the initials of %o are %o", (name, letters) => {
  expect(initials(name)).toBe(letters);
});
