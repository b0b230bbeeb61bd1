import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listTeachers, loadTeacherViews } from "#domain/api/course-parts.ts";
import { setCourseStaff } from "#domain/courses/set-course-staff.ts";
import * as spec from "../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listTeachers, (ctx, { id }) => listTeachers(ctx, id));

export const POST = jsonWrite(spec.setTeachers, async (ctx, { id, body }) => {
  await setCourseStaff(ctx, { courseId: id, staff: body.teachers });
  return loadTeacherViews(ctx, id);
});

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
