import { defineRead } from "#app/_http/json.ts";
import { Student } from "#domain/api/shapes.ts";
import { getStudent } from "#domain/api/students.ts";

export default defineRead({
  id: "readStudent",
  method: "GET",
  path: "/students/{id}",
  subject: "Students",
  summary: "Read a student",
  needs: "student.read",
  status: 200,
  answer: Student,
  handle: (ctx, { id }) => getStudent(ctx, id),
});
