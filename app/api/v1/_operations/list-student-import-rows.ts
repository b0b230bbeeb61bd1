import { defineRead } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { StudentImportRows, StudentImportRowsQuery, toImportRowView } from "#domain/api/student-imports.ts";
import { getStudentImport, listImportRows } from "#domain/students/get-student-import.ts";

export default defineRead({
  id: "listStudentImportRows",
  method: "GET",
  path: "/student-imports/{id}/rows",
  subject: "Students",
  summary: "List the rows of an import of students",
  detail: "Those that were checked, in the order of the file: what happens with each, or why it is not taken.",
  needs: "student.import",
  query: StudentImportRowsQuery,
  status: 200,
  answer: StudentImportRows,
  handle: async (ctx, { id, query }) => {
    if (!(await getStudentImport(ctx, id))) return undefined;
    const { items, ...page } = await listImportRows(ctx, { importId: id, ...query });
    const { format } = getTranslator();
    return { items: items.map((row) => toImportRowView(row, format)), ...page };
  },
});
