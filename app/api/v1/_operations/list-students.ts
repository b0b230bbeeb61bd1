import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { createPageSchema, Paging } from "#domain/api/parts.ts";
import { Student } from "#domain/api/shapes.ts";
import { listStudents } from "#domain/api/students.ts";

export default defineRead({
  id: "listStudents",
  method: "GET",
  path: "/students",
  subject: "Students",
  summary: "List students",
  detail: "Everybody for the office; oneself for the others.",
  needs: "student.read",
  query: z.strictObject({
    ...Paging,
    email: z.string().max(320).optional(),
    q: z
      .string()
      .max(200)
      .optional()
      .meta({ description: "Words, or parts of them, of the name or the address, in any order." }),
  }),
  status: 200,
  answer: createPageSchema(Student),
  handle: (ctx, { query }) => listStudents(ctx, query),
});
