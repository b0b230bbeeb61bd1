import { explainCurrencyRefusal } from "#domain/kernel/currencies.ts";
import { explainLocalTimeProblem, resolveLocalTime } from "#domain/kernel/local-time.ts";
import { type AmountRead, readAmount } from "#domain/kernel/read-amount.ts";
import { readCount } from "#domain/kernel/read-count.ts";
import { isTimezone } from "#domain/kernel/timezones.ts";
import { message, type Message, type Said } from "#messages/message.ts";
import { withoutFormulaGuard } from "../csv.ts";
import { readLocalTime } from "./read-local-time.ts";
import {
  type CohortDraft,
  type CourseDraft,
  type Defaults,
  type Format,
  joinReasons,
  type Reading,
  type Row,
} from "./format.ts";

/** The columns of Matricula's own file; docs/import.md says what each holds. */
export const MATRICULA_COLUMNS = [
  "key",
  "title",
  "summary",
  "description",
  "subject",
  "level",
  "language",
  "cohort_key",
  "cohort",
  "starts",
  "ends",
  "timezone",
  "place",
  "capacity",
  "price",
  "currency",
  "opens",
  "closes",
  "access_days",
  "waiting_list",
] as const;
export type MatriculaColumn = (typeof MATRICULA_COLUMNS)[number];

const COURSE_COLUMNS = ["key", "title", "summary", "description", "subject", "level", "language"] as const;
/** What a row can say of its cohort beside the name that makes it one. */
const COHORT_COLUMNS = MATRICULA_COLUMNS.filter(
  (column) => column !== "cohort" && !(COURSE_COLUMNS as readonly string[]).includes(column),
);

/** One row an offering; rows with the same key share the course that the first of them describes. */
export const matriculaFormat: Format = {
  name: message("imports.format_matricula"),
  source: "file",
  columns: ["key", "title"],
  others: MATRICULA_COLUMNS,
  quoted: true,
  coursesRepeat: true,
  explainMissingCourse: (key) => message("imports.no_title_no_course", { key }),
  read(row, defaults): Reading {
    const key = cell(row, "key");
    if (key === "") return { reason: message("imports.no_key") };
    const name = cell(row, "cohort");
    const cohort = name === "" ? withoutCohort(row) : cohortOf(row, key, name, defaults);
    const course = cell(row, "title") === "" ? {} : { course: courseOf(row) };
    if (cohort === undefined && !("course" in course)) return { reason: message("imports.no_title"), key };
    if (cohort && "reason" in cohort) return { reason: cohort.reason, key, ...course };
    return { courseKey: key, ...course, cohort };
  },
};

function cell(row: Row, column: MatriculaColumn): string {
  return withoutFormulaGuard(row[column] ?? "").trim();
}

/** A price, dates and seats that nobody would see again are a mistake, and not a course without dates. */
function withoutCohort(row: Row): undefined | { reason: Message } {
  const columns = COHORT_COLUMNS.filter((column) => cell(row, column) !== "").join(", ");
  if (columns === "") return undefined;
  const nameless = message("imports.cohort_without_name", { columns });
  if (cell(row, "title") !== "") return { reason: nameless };
  return { reason: message("imports.and_also", { first: message("imports.no_title"), second: nameless }) };
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

function cohortOf(row: Row, key: string, name: string, defaults: Defaults): CohortDraft | { reason: Said } {
  const problems: Message[] = [];
  const timezone = cell(row, "timezone") || defaults.timezone;
  const currency = cell(row, "currency").toUpperCase() || defaults.currency;
  const dates: Record<string, string | null> = {};
  for (const column of ["starts", "ends", "opens", "closes"] as const) {
    const read = dateOf(cell(row, column), timezone);
    if (typeof read === "object" && read?.reason)
      problems.push(message("imports.column", { column, problem: read.reason }));
    else dates[column] = read as string | null;
  }
  const capacity = countOf(cell(row, "capacity"));
  if (capacity === undefined) problems.push(message("imports.no_number_of_seats", { text: cell(row, "capacity") }));
  const accessDays = countOf(cell(row, "access_days"));
  if (accessDays === undefined) problems.push(message("imports.no_number_of_days", { text: cell(row, "access_days") }));
  const noCurrency = explainCurrencyRefusal(currency);
  if (noCurrency) problems.push(message("imports.column", { column: "currency", problem: noCurrency }));
  const price = noCurrency ? { minor: 0 } : priceOf(cell(row, "price"), currency);
  if ("problem" in price)
    problems.push(message("imports.price_in_currency", { text: cell(row, "price"), currency, problem: price.problem }));
  const waitingList = yesOrNo(cell(row, "waiting_list"));
  if (waitingList === undefined)
    problems.push(message("imports.waiting_list_yes_or_no", { text: cell(row, "waiting_list") }));
  // Alone it is the schema's to name.
  if (problems.length > 0 && !isTimezone(timezone))
    problems.push(message("imports.column", { column: "timezone", problem: message("fields.iana_name") }));
  const reason = joinReasons(problems);
  if (reason) return { reason };
  const { starts = null, ends = null, opens = null, closes = null } = dates;
  return {
    externalKey: cell(row, "cohort_key") || `${key}/${name}`,
    fields: {
      name,
      startsAt: starts,
      endsAt: ends,
      opensAt: opens,
      closesAt: closes,
      timezone,
      place: cell(row, "place"),
      capacity,
      priceMinor: "minor" in price ? price.minor : 0,
      currency,
      accessDays,
      waitingList,
    },
  };
}

/** A date on the wall clock of the place as an instant; null for none. */
function dateOf(text: string, timezone: string): string | null | { reason: Message } {
  if (text === "") return null;
  const local = readLocalTime(text);
  if ("reason" in local) return local;
  if ("instant" in local) return local.instant.toISOString();
  try {
    const resolved = resolveLocalTime(local.local, timezone);
    if (resolved.kind === "once") return resolved.instant.toISOString();
    if (resolved.kind === "nonsense") return { reason: message("imports.no_date_of_calendar", { text }) };
    const problem = explainLocalTimeProblem(resolved, local.local, timezone) ?? message("fields.date_and_hour");
    if (resolved.kind === "never") return { reason: problem };
    const { first, second } = resolved;
    const [one, other] = [first, second].map(({ offset }) => `${local.local}${offset}`);
    return { reason: message("imports.write_either", { problem, first: one ?? "", second: other ?? "" }) };
  } catch {
    // A timezone that the machine does not know; the schema says so in its own words.
    return null;
  }
}

function countOf(text: string): number | null | undefined {
  if (text === "" || /^unlimited$/i.test(text)) return null;
  const read = readCount(text);
  return "count" in read ? read.count : undefined;
}

function priceOf(text: string, currency: string): AmountRead {
  return text === "" || /^free$/i.test(text) ? { minor: 0 } : readAmount(text, currency);
}

function yesOrNo(text: string): boolean | undefined {
  if (text === "" || /^(yes|true|1|on)$/i.test(text)) return true;
  return /^(no|false|0|off)$/i.test(text) ? false : undefined;
}
