import { afterEach, expect, test } from "vitest";
import { dateRange, whenWords } from "#components/catalogue/when.ts";
import { hoursWords } from "#components/learning/hours.tsx";
import { formatInstant, formatWeekday } from "#components/ui/date.tsx";
import { formatFileSize } from "#components/ui/file-size.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { formatList, formatNumber } from "#components/ui/number.ts";
import { setSchoolLanguages, withLanguage } from "#messages/request-language.ts";

const timezone = "Europe/Zurich";
const now = new Date("2026-11-20T10:00:00Z");
const instant = new Date("2027-01-07T17:30:00Z");
const span = { startsAt: instant, endsAt: new Date("2027-01-07T20:00:00Z") };

setSchoolLanguages({ language: "en", moreLanguages: ["de"] });
afterEach(() => setSchoolLanguages({ language: "en", moreLanguages: ["de"] }));

const written = () => [
  formatInstant(instant, { timezone, form: "datetime" }),
  formatInstant(instant, { timezone, form: "weekday", now }),
  formatWeekday(instant, timezone),
  hoursWords(span, timezone, now),
  dateRange(instant, new Date("2027-01-09T17:30:00Z"), timezone, now),
  formatNumber(123_456),
  formatAmount({ minor: 124_050, currency: "CHF" }),
  formatFileSize(999),
  formatFileSize(3_440_000),
  formatList(["a", "b", "c"]),
];

test("English dates, numbers and money are written as they always were", () => {
  expect(written()).toEqual([
    "7 January 2027, 18:30",
    "Thursday 7 January 2027",
    "Thursday",
    "Thursday, 18:30–21:00",
    "7–9 January 2027",
    "123,456",
    "CHF 1,240.50",
    "999 bytes",
    "3.4 MB",
    "a, b, c",
  ]);
});

test("a German request writes them as Switzerland does", () => {
  expect(withLanguage({ prefix: "de" }, written)).toEqual([
    "7. Januar 2027, 18:30",
    "Donnerstag, 7. Januar 2027",
    "Donnerstag",
    "Donnerstag, 18:30–21:00",
    "7.–9. Januar 2027",
    "123’456",
    "CHF 1’240.50",
    "999 Byte",
    "3.4 MB",
    "a, b und c",
  ]);
});

test("what is written for two languages at once is not mixed", async () => {
  const wait = () => new Promise((done) => setTimeout(done, Math.random() * 5));
  const write = async () => {
    await wait();
    const first = written();
    await wait();
    return [first, written()];
  };
  const languages = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? "de" : "en"));
  const all = await Promise.all(languages.map((prefix) => withLanguage({ prefix }, write)));
  const [german, english] = [all[0], all[1]];
  expect(german).not.toEqual(english);
  all.forEach((each, index) => expect(each).toEqual(index % 2 === 0 ? german : english));
});

test("the words of a time are in the language of the request", () => {
  const offering = { startsAt: instant, endsAt: null, timezone, alwaysOpen: true, meetings: [], meetingsTotal: 0 };
  expect(withLanguage({ prefix: "de" }, () => whenWords(offering, now))).toContain("7. Januar 2027");
});
