import { instantOf } from "#domain/courses/local-time.ts";
import { parseMinor } from "#domain/kernel/money.ts";
import type { CohortDraft, CourseDraft, Defaults, Format, Reading, Row } from "./format.ts";

/** The columns of Matricula's own file; docs/import.md says what each holds. Only the first two must be there. */
type OwnColumn =
  | "key"
  | "title"
  | "summary"
  | "description"
  | "subject"
  | "level"
  | "language"
  | "cohort"
  | "starts"
  | "ends"
  | "timezone"
  | "place"
  | "capacity"
  | "price"
  | "currency"
  | "opens"
  | "closes"
  | "access_days"
  | "waiting_list";

/** One row an offering; rows with the same key share the course that the first of them describes. */
export const ownFile: Format = {
  name: "Matricula's own file",
  source: "file",
  columns: ["key", "title"],
  delimiter: ",",
  quoted: true,
  coursesRepeat: true,
  read(row, defaults): Reading {
    const key = cell(row, "key");
    if (key === "") return { reason: "it has no key" };
    const name = cell(row, "cohort");
    const cohort = name === "" ? undefined : cohortOf(row, key, name, defaults);
    if (cohort && "reason" in cohort) return { reason: cohort.reason, key };
    return { courseKey: key, ...(cell(row, "title") === "" ? {} : { course: courseOf(row) }), cohort };
  },
};

function cell(row: Row, column: OwnColumn): string {
  return (row[column] ?? "").trim();
}

function courseOf(row: Row): CourseDraft {
  return {
    title: cell(row, "title"),
    summary: cell(row, "summary"),
    description: cell(row, "description"),
    subject: cell(row, "subject"),
    level: (cell(row, "level").toLowerCase() || "any") as CourseDraft["level"],
    language: cell(row, "language") || "en",
  };
}

function cohortOf(row: Row, key: string, name: string, defaults: Defaults): CohortDraft | { reason: string } {
  const timezone = cell(row, "timezone") || defaults.timezone;
  const currency = cell(row, "currency").toUpperCase() || defaults.currency;
  const dates: Record<string, string | null> = {};
  for (const column of ["starts", "ends", "opens", "closes"] as const) {
    const read = dateOf(cell(row, column), timezone);
    if (read === undefined) return { reason: `${column}: "${cell(row, column)}" is no date, such as 2027-01-08 18:30` };
    dates[column] = read;
  }
  const capacity = countOf(cell(row, "capacity"));
  if (capacity === undefined) return { reason: `capacity: "${cell(row, "capacity")}" is no number of seats` };
  const accessDays = countOf(cell(row, "access_days"));
  if (accessDays === undefined) return { reason: `access_days: "${cell(row, "access_days")}" is no number of days` };
  const priceMinor = priceOf(cell(row, "price"), currency);
  if (priceMinor === undefined) return { reason: `price: "${cell(row, "price")} ${currency}" is no amount` };
  const { starts = null, ends = null, opens = null, closes = null } = dates;
  return {
    externalKey: `${key}/${name}`,
    fields: {
      name,
      startsAt: starts,
      endsAt: ends,
      opensAt: opens,
      closesAt: closes,
      timezone,
      place: cell(row, "place"),
      capacity,
      priceMinor,
      currency,
      accessDays,
      waitingList: !/^(no|false|0|off)$/i.test(cell(row, "waiting_list")),
    },
  };
}

/** A date on the wall clock of the place, with a blank or a T before the hour; null for none, undefined for no date. */
function dateOf(text: string, timezone: string): string | null | undefined {
  if (text === "") return null;
  try {
    return instantOf(text.replace(" ", "T"), timezone)?.toISOString();
  } catch {
    // A timezone that the machine does not know; the schema says so in its own words.
    return null;
  }
}

function countOf(text: string): number | null | undefined {
  if (text === "" || /^unlimited$/i.test(text)) return null;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function priceOf(text: string, currency: string): number | undefined {
  if (text === "" || /^free$/i.test(text)) return 0;
  try {
    return parseMinor(text, currency);
  } catch {
    return undefined;
  }
}
