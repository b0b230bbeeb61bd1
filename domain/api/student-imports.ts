import { z } from "zod";
import { ROW_OUTCOMES, STUDENT_FILE_FORMATS, STUDENT_IMPORT_STATES } from "#db/enums.ts";
import type { Said } from "#messages/message.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { TypedNumber } from "../kernel/parse-typed-number.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getStudentImport, type ImportRowView, type StudentImportView } from "../students/get-student-import.ts";
import { Id, Moment } from "./parts.ts";

const Counts = z
  .strictObject({ created: z.int(), changed: z.int(), same: z.int(), skipped: z.int(), rejected: z.int() })
  .meta({ description: "How many rows each outcome has, of those that were checked." });

export const StudentImport = z
  .strictObject({
    id: Id("imp"),
    state: z.enum(STUDENT_IMPORT_STATES).meta({
      description:
        "`checking`: the rows are checked and nothing is changed. `checked`: this is what would happen. `running`: the rows are taken. Ask again until it is `checked` or `done`.",
    }),
    fileName: z.string(),
    format: z.enum(STUDENT_FILE_FORMATS),
    source: z.string().meta({ description: "The system that the keys of the file are from." }),
    encoding: z.string(),
    header: z.array(z.string()),
    mapping: z.array(z.string()).meta({ description: "What each column holds; empty for one that is not read." }),
    welcome: z.boolean(),
    rowCount: z.int(),
    doneCount: z.int().meta({ description: "How many rows the step at work has done." }),
    counts: Counts,
    createdAt: Moment,
    finishedAt: Moment.nullable(),
  })
  .meta({ id: "StudentImport" });

const Row = z
  .strictObject({
    line: z.int(),
    file: z.string().meta({ description: "Of an archive, the file in it." }),
    outcome: z.enum(ROW_OUTCOMES).nullable(),
    cells: z.array(z.string()).nullable().meta({ description: "Null where the line could not be read as a row." }),
    notes: z.array(z.string()).meta({ description: "What is done, or why the row is not taken." }),
  })
  .meta({ id: "StudentImportRow" });

export const StudentImportRows = z.strictObject({
  items: z.array(Row),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
});

export const StudentImportRowsQuery = z.strictObject({
  outcome: z.enum(ROW_OUTCOMES).optional(),
  page: TypedNumber(1, 100_000).default(1),
});

export function toStudentImportView(found: StudentImportView): z.output<typeof StudentImport> {
  const { createdBy: _by, delimiter: _delimiter, ...shown } = found;
  return shown;
}

export function toImportRowView(row: ImportRowView, say: (said: Said) => string): z.output<typeof Row> {
  const { line, file, outcome, cells, notes } = row;
  return { line, file, outcome, cells, notes: notes.map(say) };
}

/** As it stands after a verb, which has let the actor through. */
export async function loadStudentImportView(ctx: TxCtx, id: string): Promise<z.output<typeof StudentImport>> {
  const { tx, ...rest } = ctx;
  const found = await getStudentImport({ ...rest, read: tx } satisfies ReadCtx, id);
  if (!found) throw new Refusal("not_found");
  return toStudentImportView(found);
}
