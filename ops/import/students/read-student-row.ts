import { readEmail, explainEmailProblem } from "#domain/kernel/email-address.ts";
import { isId } from "#domain/kernel/ids.ts";
import { isLanguage } from "#domain/kernel/is-language.ts";
import { isTimezone } from "#domain/kernel/timezones.ts";
import { PersonNameInput } from "#domain/accounts/inputs.ts";
import { OfficeNoteInput } from "#domain/students/inputs.ts";
import type { StudentRecord, WantedPlace } from "#domain/students/student-record.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { decodeMessage, message, type Message } from "#messages/message.ts";
import { withoutFormulaGuard } from "../../csv.ts";
import { type StudentFormat } from "./student-fields.ts";

export type ReadRow = { record: StudentRecord } | { skipped: Message } | { problems: Message[] };

const YES = new Set(["1", "true", "yes", "y", "ja", "oui", "si", "sì", "x"]);
const NO = new Set(["0", "false", "no", "n", "nein", "non"]);
/** A student by name or, in Moodle, by the number of the role. */
const STUDENT_ROLES = new Set(["", "student", "learner", "5"]);
const DAYS_MAX = 36_500;

type Cells = ReadonlyMap<string, string>;
type Options = { mapping: readonly string[]; format: StudentFormat; source: string };

/** Reads a row by what its columns hold: whom it is about and what it says, or why it cannot be taken, all faults at once. */
export function readStudentRow(row: readonly string[], { mapping, format, source }: Options): ReadRow {
  const cells: Cells = new Map(
    mapping.flatMap((field, at) => {
      const text = (row[at] ?? "").trim();
      return field === "" || text === "" ? [] : [[field, withoutFormulaGuard(text)]];
    }),
  );
  const role = cells.get("role") ?? "";
  if (!STUDENT_ROLES.has(role.toLowerCase())) {
    // A list of a whole school holds its teachers and parents, too; elsewhere somebody wanted to give a right by the file.
    if (format === "oneroster") return { skipped: message("student_imports.is_no_student", { role }) };
    return { problems: [message("student_imports.role_above_student", { role })] };
  }
  const problems: Message[] = [];
  const record: StudentRecord = {
    source: readSource(cells, source, problems),
    ...readKeys(cells, problems),
    email: readAddress(cells, format, problems),
    name: readName(cells, problems),
    language: readLanguage(cells, problems),
    timezone: readTimezone(cells, problems),
    officeNote: readNote(cells, problems),
    isOut: readIsOut(cells, problems),
    places: readPlaces(cells, problems),
  };
  const isNamed = record.id !== undefined || record.key !== undefined || record.email !== undefined;
  if (!isNamed && problems.length === 0) problems.push(message("student_imports.nobody"));
  return problems.length > 0 ? { problems } : { record };
}

function readSource(cells: Cells, source: string, problems: Message[]): string {
  const said = cells.get("source") ?? source;
  if (!/^[a-z0-9._-]{1,40}$/i.test(said)) problems.push(message("student_imports.source_is_wrong"));
  return said;
}

const KEY_CHARACTERS_MAX = 300;

/** An id of this school in the place of a key is one: our own export, in the form of another system. */
function readKeys(cells: Cells, problems: Message[]): Pick<StudentRecord, "id" | "key" | "formerKey"> {
  const named = cells.get("key") ?? "";
  if (isId("user", named)) return { id: named };
  const [key, formerKey] = ["key", "former_key"].map((field) => cells.get(field)?.normalize("NFC"));
  if ([key, formerKey].some((each) => each !== undefined && each.length > KEY_CHARACTERS_MAX))
    problems.push(message("student_imports.key_too_long", { max: KEY_CHARACTERS_MAX }));
  return { id: cells.get("id"), key, formerKey };
}

function readAddress(cells: Cells, format: StudentFormat, problems: Message[]): string | undefined {
  const typed = cells.get("email");
  if (typed === undefined) {
    // Systems without a column of addresses use them as the name to sign in with.
    const read = format === "matricula" ? undefined : readEmail(cells.get("key") ?? "");
    return read && "email" in read ? read.email : undefined;
  }
  const read = readEmail(typed);
  if ("email" in read) return read.email;
  problems.push(inColumn("email", explainEmailProblem(read.problem)));
  return undefined;
}

const inColumn = (column: string, problem: Message) => message("imports.column", { column, problem });

function readName(cells: Cells, problems: Message[]): string | undefined {
  const whole = cells.get("name") ?? [cells.get("first_name"), cells.get("last_name")].filter(Boolean).join(" ");
  if (whole === "") return undefined;
  const read = PersonNameInput.safeParse(whole, { error: explainIssue });
  if (read.success) return read.data;
  for (const { message: said } of read.error.issues)
    problems.push(message("imports.column", { column: "name", problem: decodeMessage(said) }));
  return undefined;
}

/** Moodle writes `de_ch`, and `en_us_k12` for a variety that no standard knows. */
function readLanguage(cells: Cells, problems: Message[]): string | undefined {
  const typed = cells.get("language");
  if (typed === undefined) return undefined;
  const [tag] = safely(() => Intl.getCanonicalLocales(typed.replaceAll("_", "-"))) ?? [];
  if (tag !== undefined && isLanguage(tag)) return tag;
  problems.push(message("student_imports.no_language", { text: typed }));
  return undefined;
}

function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function readTimezone(cells: Cells, problems: Message[]): string | undefined {
  const typed = cells.get("timezone");
  // In Moodle 99 is the server's own.
  if (typed === undefined || typed === "99") return undefined;
  if (isTimezone(typed)) return typed;
  problems.push(message("student_imports.no_timezone", { text: typed }));
  return undefined;
}

function readNote(cells: Cells, problems: Message[]): string | undefined {
  const typed = cells.get("note");
  if (typed === undefined) return undefined;
  const read = OfficeNoteInput.safeParse(typed, { error: explainIssue });
  if (read.success) return read.data ?? undefined;
  for (const { message: said } of read.error.issues)
    problems.push(message("imports.column", { column: "note", problem: decodeMessage(said) }));
  return undefined;
}

/** Whoever was deleted or suspended elsewhere is disabled here: what they bought and wrote stays. */
function readIsOut(cells: Cells, problems: Message[]): boolean | undefined {
  const said = ["deleted", "suspended"].map((field) => readYesNo(cells, field, problems));
  const enabled = readYesNo(cells, "enabled", problems);
  const status = cells.get("status")?.toLowerCase();
  if (status === "tobedeleted" || status === "inactive") return true;
  if (status !== undefined && status !== "active")
    problems.push(message("student_imports.no_status", { text: status }));
  const all = [...said, enabled === undefined ? undefined : !enabled];
  if (all.includes(true)) return true;
  return all.includes(false) ? false : undefined;
}

function readYesNo(cells: Cells, field: string, problems: Message[]): boolean | undefined {
  const typed = cells.get(field)?.toLowerCase();
  if (typed === undefined) return undefined;
  if (YES.has(typed)) return true;
  if (!NO.has(typed)) problems.push(message("student_imports.no_yes_or_no", { column: field, text: typed }));
  return false;
}

const STATUSES = new Map<string, WantedPlace["status"]>([
  ["", "active"],
  ["0", "active"],
  ["active", "active"],
  ["1", "suspended"],
  ["suspended", "suspended"],
  ["ended", "ended"],
  ["deleted", "ended"],
  ["tobedeleted", "ended"],
]);

function readPlaces(cells: Cells, problems: Message[]): WantedPlace[] {
  const places = new Map<string, WantedPlace>();
  for (const [field, course] of cells) {
    const number = /^course(\d+)$/.exec(field)?.[1];
    if (number === undefined) continue;
    const role = cells.get(`role${number}`) ?? "";
    if (!STUDENT_ROLES.has(role.toLowerCase())) problems.push(message("student_imports.role_above_student", { role }));
    const typed = cells.get(`status${number}`) ?? "";
    const status = STATUSES.get(typed.toLowerCase());
    if (status === undefined) problems.push(message("student_imports.no_place_status", { text: typed }));
    else if (places.has(course)) problems.push(message("student_imports.course_twice", { course }));
    else places.set(course, { course, status, ...readDays(cells.get(`days${number}`), problems) });
  }
  return [...places.values()];
}

/** In Moodle 0 days are no limit of their own. */
function readDays(typed: string | undefined, problems: Message[]): { days?: number } {
  if (typed === undefined || typed === "0") return {};
  const days = /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
  if (days >= 1 && days <= DAYS_MAX) return { days };
  problems.push(message("student_imports.no_days", { text: typed }));
  return {};
}
