import { notFound } from "next/navigation";
import { exportList } from "#app/admin/_list/export.ts";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { isAllowed } from "#domain/policy.ts";
import { getStudentImport, streamImportRows } from "#domain/students/get-student-import.ts";
import { DELIMITERS } from "#ops/import/table-header.ts";
import { listRejectColumns } from "#ops/import/students/reject-columns.ts";

const toDelimiter = (stored: string | undefined) => DELIMITERS.find((each) => each === stored);

/** The rows of a file that were not taken, to be mended and uploaded again. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const ctx = await getPageReadCtx();
  const found = isAllowed(ctx.actor, "student.import") ? await getStudentImport(ctx, id) : undefined;
  if (!found && ctx.actor.type !== "visitor") notFound();
  const t = getTranslator();
  return exportList(request, {
    action: "student.import",
    name: "students-rejected",
    filters: { import: id },
    // A spreadsheet opens it, and the letters of names with it.
    byteOrderMark: true,
    // As the file was cut: the program that wrote it opens this one too.
    delimiter: toDelimiter(found?.delimiter),
    columns: found ? listRejectColumns(found, t.format) : [],
    rows: (read) => streamImportRows(read, { importId: id, only: "rejected" }),
  });
}
