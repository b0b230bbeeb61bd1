import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listStudents, loadStudentView } from "#domain/api/students.ts";
import { createStudent } from "#domain/students/create-student.ts";
import * as spec from "../_spec/students.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listStudents, (ctx, { query }) => listStudents(ctx, query));

export const POST = jsonWrite(spec.createStudent, async (ctx, { body }) => {
  const { userId } = await createStudent(ctx, body);
  return loadStudentView(ctx, userId);
});

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
