import { defineRead } from "#app/_http/json.ts";
import { StudentImport, toStudentImportView } from "#domain/api/student-imports.ts";
import { getStudentImport } from "#domain/students/get-student-import.ts";

export default defineRead({
  id: "readStudentImport",
  method: "GET",
  path: "/student-imports/{id}",
  subject: "Students",
  summary: "Read an import of students",
  detail: "How far it is, and how many rows each outcome has.",
  needs: "student.import",
  status: 200,
  answer: StudentImport,
  handle: async (ctx, { id }) => {
    const found = await getStudentImport(ctx, id);
    return found && toStudentImportView(found);
  },
});
