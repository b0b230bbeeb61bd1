import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadStudentImportView, StudentImport } from "#domain/api/student-imports.ts";
import { startStudentImport } from "#domain/students/start-student-import.ts";

export default defineWrite({
  id: "startStudentImport",
  method: "POST",
  path: "/student-imports/{id}/start",
  subject: "Students",
  summary: "Take the rows of an import of students",
  detail: "Of one that is `checked`. A job takes the rows one by one; those that were not good are left.",
  needs: "student.import",
  body: z.strictObject({
    welcome: z
      .boolean()
      .default(false)
      .meta({ description: "Whether those who get an account are mailed a link for choosing a password." }),
  }),
  status: 200,
  answer: StudentImport,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await startStudentImport(ctx, { importId: id, ...body });
    return loadStudentImportView(ctx, id);
  },
});
