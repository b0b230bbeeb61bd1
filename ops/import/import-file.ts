import type { z } from "zod";
import { importCohorts, type ImportedCohort } from "#domain/courses/import-cohorts.ts";
import { importCourses, type Imported, type ImportedCourse } from "#domain/courses/import-courses.ts";
import { CohortFields, CourseFields, MeetingFields } from "#domain/courses/inputs.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { getMeetingWarnings } from "#domain/courses/get-meeting-warnings.ts";
import { listPriceWarnings } from "#domain/payments/list-price-warnings.ts";
import { decodeMessage, message, type Message, type Said } from "#messages/message.ts";
import { type CohortDraft, type CourseDraft, type Defaults, type Format, joinReasons, type Reading } from "./format.ts";
import type { OpenTable } from "./open-table.ts";

/** Rows in a transaction: enough to be fast, few enough not to hold up a running school. */
const ROWS_AT_ONCE = 200;

export type Reject = { file: string; line: number; key: string; reason: string };

export type Counts = Record<Imported, number>;
export type Summary = { rows: number; courses: Counts; cohorts: Counts; rejected: number };

export type ImportOptions = {
  source: string;
  publish: boolean;
  defaults: Defaults;
  /** Runs a verb in a transaction of its own. */
  write: <T>(verb: (ctx: WriteCtx) => Promise<T>) => Promise<T>;
  /** A message in the language of whoever reads the report. */
  say: (said: Said) => string;
  reject: (row: Reject) => void;
  /** Called with the warnings about a row that was imported. */
  warn: (row: Reject) => void;
  /** Called after each batch with the number of rows read. */
  progress?: (rows: number) => void;
};

/** `ifNoCourse`: why the row is rejected when its course is not there. */
type Taken = { line: number; key: string; course?: ImportedCourse; cohort?: ImportedCohort; ifNoCourse?: Said };

/** Every row of the file is loaded, found to be loaded already, or rejected with its line and the reason. */
export async function importFile(table: OpenTable, options: ImportOptions): Promise<Summary> {
  const { file, format } = table;
  const summary: Summary = {
    rows: 0,
    courses: { made: 0, changed: 0, same: 0 },
    cohorts: { made: 0, changed: 0, same: 0 },
    rejected: 0,
  };
  const reject = (line: number, key: string, reason: Said) => {
    summary.rejected += 1;
    options.reject({ file, line, key, reason: options.say(reason) });
  };
  const warn = (line: number, key: string, reason: string) => options.warn({ file, line, key, reason });
  const seen: SeenKeys = { courses: new Map(), cohorts: new Map(), rejected: new Map() };
  let batch: Taken[] = [];
  const load = async () => {
    await loadBatch(batch, options, summary, { reject, warn });
    batch = [];
    options.progress?.(summary.rows);
  };
  for (const read of table.rows()) {
    summary.rows += 1;
    if ("problem" in read) {
      reject(read.line, "", read.problem);
      continue;
    }
    const reading = format.read(read.row, options.defaults);
    const taken = take(reading, read.line, format, seen);
    if ("reason" in taken) {
      const courseKey = "courseKey" in reading ? reading.courseKey : reading.key;
      if (reading.course && courseKey !== undefined) seen.rejected.set(courseKey, read.line);
      reject(read.line, taken.key ?? "", taken.reason);
    } else batch.push(taken);
    if (batch.length >= ROWS_AT_ONCE) await load();
  }
  await load();
  return summary;
}

type Seen = { line: number; title: string };
/** What earlier lines said, by its key; `rejected` are the lines that described a course and were not taken. */
type SeenKeys = { courses: Map<string, Seen>; cohorts: Map<string, number>; rejected: Map<string, number> };

/** Checks what a row says with the domain's own schemas, and that no earlier row said it already. */
function take(reading: Reading, line: number, format: Format, seen: SeenKeys): Taken | { reason: Said; key?: string } {
  if ("reason" in reading) return { ...reading, reason: withProblems([reading.reason], reading.course) };
  const { courseKey } = reading;
  const key = reading.cohort?.externalKey ?? courseKey;
  const earlier = seen.courses.get(courseKey);
  if (reading.course && earlier && !format.coursesRepeat) {
    return { reason: message("imports.already_on_line", { key: courseKey, line: earlier.line }), key };
  }
  if (reading.course && earlier && earlier.title !== reading.course.title) {
    return { reason: message("imports.other_title", { key: courseKey, line: earlier.line }), key };
  }
  const cohort = reading.cohort && readCohort(reading.cohort, courseKey);
  if (cohort && "reason" in cohort)
    return { reason: withProblems([cohort.reason], earlier ? undefined : reading.course), key };
  const before = cohort && seen.cohorts.get(cohort.externalKey);
  if (before !== undefined) return { reason: message("imports.already_on_line", { key, line: before }), key };
  const course = reading.course && !earlier ? CourseFields.safeParse(reading.course, PARSING) : undefined;
  if (course && !course.success) return { reason: withProblems(listProblems(course.error)), key };
  if (course) seen.courses.set(courseKey, { line, title: reading.course?.title ?? "" });
  if (cohort) seen.cohorts.set(cohort.externalKey, line);
  const rejectedLine = seen.rejected.get(courseKey);
  const ifNoCourse =
    rejectedLine === undefined
      ? format.explainMissingCourse?.(courseKey)
      : message("imports.course_was_rejected", { key: courseKey, line: rejectedLine });
  return { line, key, cohort, course: course && { externalKey: courseKey, fields: course.data }, ifNoCourse };
}

function readCohort(draft: CohortDraft, courseKey: string): ImportedCohort | { reason: Said } {
  const fields = CohortFields.safeParse(draft.fields, PARSING);
  const meetings = MeetingFields.array().optional().safeParse(draft.meetings, PARSING);
  if (!fields.success || !meetings.success)
    return { reason: withProblems([fields, meetings].flatMap(({ error }) => (error ? listProblems(error) : []))) };
  return { externalKey: draft.externalKey, courseKey, fields: fields.data, meetings: meetings.data };
}

const PARSING = { error: explainIssue };

/** The faults of a row that are known, and those of the course that it describes. */
function withProblems(known: readonly Said[], course?: CourseDraft): Said {
  const checked = course && CourseFields.safeParse(course, PARSING);
  const all = [...known, ...(checked?.error ? listProblems(checked.error) : [])];
  return joinReasons(all) ?? message("imports.not_right");
}

const listProblems = ({ issues }: z.ZodError): Message[] =>
  issues.map(({ path, message: problem }) =>
    message("imports.column", { column: path.join("."), problem: decodeMessage(problem) }),
  );

type Sayers = {
  reject: (line: number, key: string, reason: Said) => void;
  warn: (line: number, key: string, reason: string) => void;
};

/** One transaction: the courses first, because the offerings hang on them. */
async function loadBatch(batch: Taken[], options: ImportOptions, summary: Summary, say: Sayers): Promise<void> {
  const { source, publish } = options;
  if (batch.length === 0) return;
  const courses = batch.flatMap(({ course }) => (course ? [course] : []));
  const offered = batch.flatMap(({ line, cohort, ifNoCourse }) => (cohort ? [{ line, cohort, ifNoCourse }] : []));
  const done = await options.write(async (ctx) => {
    const made = {
      courses: await importCourses(ctx, { source, publish, rows: courses }),
      cohorts: await importCohorts(ctx, { source, rows: offered.map(({ cohort }) => cohort) }),
    };
    // A file may change the dates of a cohort, and say nothing of the meetings that it has.
    const keys = offered.map(({ cohort }) => cohort.externalKey);
    const misplaced = await getMeetingWarnings(ctx, { source, keys });
    const warnings = offered.map(({ cohort: { externalKey, fields } }) => [
      ...listPriceWarnings(ctx.rules, { minor: fields.priceMinor, currency: fields.currency }),
      ...(misplaced.get(externalKey) ?? []),
    ]);
    return { ...made, warnings };
  });
  for (const outcome of done.courses) summary.courses[outcome] += 1;
  for (const [place, outcome] of done.cohorts.entries()) {
    const row = offered[place];
    if (typeof outcome !== "string") {
      const { reason } = outcome;
      const said = reason.key === "imports.no_course" ? (row?.ifNoCourse ?? reason) : reason;
      if (row) say.reject(row.line, row.cohort.externalKey, said);
      continue;
    }
    summary.cohorts[outcome] += 1;
    const warnings = done.warnings[place] ?? [];
    if (row && warnings.length > 0) say.warn(row.line, row.cohort.externalKey, warnings.map(options.say).join(" "));
  }
}
