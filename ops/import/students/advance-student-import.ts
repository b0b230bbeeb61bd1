import { importStudent } from "#domain/checkout/import-student.ts";
import { loadImportState } from "#domain/checkout/load-import-state.ts";
import { type Claimed, computeStudentPlan } from "#domain/checkout/compute-student-plan.ts";
import type { ReadCtx, WriteCtx } from "#domain/kernel/command.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { completeImportStep } from "#domain/students/complete-import-step.ts";
import { type ImportRowView, streamImportRows } from "#domain/students/get-student-import.ts";
import type { StudentImport } from "#domain/students/import-machine.ts";
import { recordImportRows, type RowFinding } from "#domain/students/record-import-rows.ts";
import type { StudentRecord } from "#domain/students/student-record.ts";
import { message, type Message } from "#messages/message.ts";
import { type ReadRow, readStudentRow } from "./read-student-row.ts";

/** How an import reads and writes: each write is a transaction of its own, so that others come in between. */
export type Working = {
  read: () => ReadCtx;
  write: <T>(verb: (ctx: WriteCtx) => Promise<T>) => Promise<T>;
  /** Called after each batch with how many rows were done since the last call. */
  progress?: (rows: number) => void;
  /** Whether there is time for another batch. */
  hasTime?: () => boolean;
};

/** Goes on with an import that is checked or run, as far as there is time. Says whether its step is over. */
export async function advanceStudentImport(work: Working, found: StudentImport): Promise<boolean> {
  const { id: importId, state } = found;
  if (state !== "checking" && state !== "running") return true;
  const isOver = await (state === "checking" ? checkRows(work, found) : runRows(work, found));
  if (isOver) await work.write((ctx) => completeImportStep(ctx, { importId, step: state }));
  return isOver;
}

const readRow = (row: ImportRowView, { mapping, format, source }: StudentImport): ReadRow =>
  row.cells === null ? { problems: row.notes } : readStudentRow(row.cells, { mapping, format, source });

/** Lines of the file by what must stand there once. */
type Seen = Map<string, number>;

async function checkRows(work: Working, found: StudentImport): Promise<boolean> {
  const seen: Seen = new Map();
  const claimed: Claimed = new Map();
  for await (const rows of streamImportRows(work.read(), { importId: found.id })) {
    const read = rows.map((row) => ({ row, read: withoutSecond(readRow(row, found), row, seen) }));
    // What an earlier turn has checked is read again for what must stand once, and for nothing else.
    const open = read.filter(({ row }) => row.outcome === null);
    if (open.length === 0) continue;
    const findings = await findOutcomes(work.read(), open, claimed);
    await work.write((ctx) => recordImportRows(ctx, { importId: found.id, findings, isDone: false }));
    work.progress?.(findings.length);
    if (work.hasTime?.() === false) return false;
  }
  return true;
}

type Open = { row: ImportRowView; read: ReadRow };

async function findOutcomes(ctx: ReadCtx, open: readonly Open[], claimed: Claimed): Promise<RowFinding[]> {
  const records = open.flatMap(({ read }) => ("record" in read ? [read.record] : []));
  const state = await loadImportState(ctx.read, ctx.now, records);
  return open.map(({ row: { place }, read }) => {
    if ("skipped" in read) return { place, outcome: "skipped", notes: [read.skipped] };
    if ("problems" in read) return { place, outcome: "rejected", notes: read.problems };
    const { outcome, notes, isKeyNew } = computeStudentPlan(read.record, state, claimed);
    if (outcome !== "same" || !isKeyNew) return { place, outcome, notes };
    return { place, outcome: "changed", notes: [message("student_imports.step_key")] };
  });
}

/** A person comes once in a file: which of two rows is right nobody knows. */
function withoutSecond(read: ReadRow, { line }: ImportRowView, seen: Seen): ReadRow {
  if (!("record" in read)) return read;
  const twice = findTwice(read.record, seen);
  for (const mark of marksOf(read.record)) if (!seen.has(mark)) seen.set(mark, line);
  if (twice === undefined) return read;
  return { problems: [message("student_imports.stands_twice", { line: twice })] };
}

const marksOf = ({ id, source, key, email }: StudentRecord): string[] => [
  ...(id === undefined ? [] : [`id ${id}`]),
  ...(key === undefined ? [] : [`key ${source} ${key}`]),
  ...(email === undefined ? [] : [`email ${email}`]),
];

const findTwice = (record: StudentRecord, seen: Seen): number | undefined =>
  marksOf(record)
    .map((mark) => seen.get(mark))
    .find((line) => line !== undefined);

const UNAVAILABLE_STATUS = 503;
/** So many rows are with the writer at once: it takes them together. */
const ROWS_AT_ONCE = 20;

async function runRows(work: Working, found: StudentImport): Promise<boolean> {
  for await (const rows of streamImportRows(work.read(), { importId: found.id, only: "to_do" })) {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await Promise.all(rows.slice(at, at + ROWS_AT_ONCE).map((row) => runRow(work, found, row)));
    }
    work.progress?.(rows.length);
    if (work.hasTime?.() === false) return false;
  }
  return true;
}

async function runRow(work: Working, found: StudentImport, row: ImportRowView): Promise<void> {
  const { id: importId, welcome, fileName } = found;
  const read = readRow(row, found);
  const note = (notes: Message[]) =>
    work.write((ctx) =>
      recordImportRows(ctx, { importId, findings: [{ place: row.place, outcome: "rejected", notes }], isDone: true }),
    );
  if (!("record" in read)) return note("problems" in read ? read.problems : [read.skipped]);
  const { record } = read;
  try {
    await work.write((ctx) => importStudent(ctx, { importId, place: row.place, record, welcome, why: fileName }));
  } catch (error) {
    // The school that is too busy just now has nothing against the row: a later turn takes it.
    if (!isRefusal(error) || error.status === UNAVAILABLE_STATUS) throw error;
    const said = error.said;
    await note([typeof said === "string" ? message("student_imports.refused", { why: said }) : said]);
  }
}
