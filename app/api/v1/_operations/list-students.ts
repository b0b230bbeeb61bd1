import { defineRead } from "#app/_http/json.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Student } from "#domain/api/shapes.ts";
import { studentPages } from "#domain/api/students.ts";

export default defineRead({
  id: "listStudents",
  method: "GET",
  path: "/students",
  subject: "Students",
  summary: "List students",
  detail: "Everybody for the office; oneself for the others.",
  needs: "student.read",
  query: createListQuery(studentPages),
  status: 200,
  answer: createPageSchema(Student),
  handle: (ctx, { query }) => studentPages.after(ctx, query),
});
