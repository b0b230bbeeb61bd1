import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { removeStudentImport } from "#domain/students/remove-student-import.ts";

export default defineWrite({
  id: "removeStudentImport",
  method: "POST",
  path: "/student-imports/{id}/remove",
  subject: "Students",
  summary: "Remove an import of students",
  detail: "The file and what was read of it go; what was done with its rows stays. One that is at work is left alone.",
  needs: "student.import",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ removed: z.literal(true) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await removeStudentImport(ctx, { importId: id });
    return { removed: true as const };
  },
});
