import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toCourseView, getCourse } from "#domain/api/courses.ts";
import { editCourse } from "#domain/courses/edit-course.ts";
import * as spec from "../../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readCourse, (ctx, { id }) => getCourse(ctx, id));

export const PATCH = jsonWrite(spec.editCourse, async (ctx, { id, body }) =>
  toCourseView(await editCourse(ctx, { courseId: id, ...body })),
);

export const { OPTIONS, POST, PUT, DELETE } = takesOnly("GET", "PATCH");
