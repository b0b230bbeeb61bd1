import type { WriteCtx } from "#domain/kernel/command.ts";
import { cleanFileName } from "#domain/files/file-name.ts";
import { addImportRows, type ImportRow } from "#domain/students/add-import-rows.ts";
import { createStudentImport } from "#domain/students/create-student-import.ts";
import type { StudentFile } from "./open-student-file.ts";

/** Rows in a transaction. */
const ROWS_AT_ONCE = 500;

type Write = <T>(verb: (ctx: WriteCtx) => Promise<T>) => Promise<T>;

/** Keeps a file that was read, row by row, so that it can be mapped, checked and run. Its names of people stay under `source`. */
export async function uploadStudentFile(
  write: Write,
  file: StudentFile,
  { name, source = file.format }: { name: string; source?: string | undefined },
): Promise<{ importId: string }> {
  const { rows, ...facts } = file;
  const fileName = cleanFileName(name);
  const { importId } = await write((ctx) =>
    createStudentImport(ctx, { ...facts, fileName, source, rowCount: rows.length }),
  );
  const kept: ImportRow[] = rows.map((row, at) => ({
    ...{ place: at + 1, file: row.file, line: row.line },
    ...("cells" in row ? { cells: row.cells, notes: null } : { cells: null, notes: [row.problem] }),
  }));
  for (let at = 0; at < kept.length; at += ROWS_AT_ONCE) {
    await write((ctx) => addImportRows(ctx, { importId, rows: kept.slice(at, at + ROWS_AT_ONCE) }));
  }
  return { importId };
}
