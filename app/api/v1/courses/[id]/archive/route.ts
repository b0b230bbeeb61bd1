import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { archiveCourse } from "#domain/courses/archive-course.ts";
import * as spec from "../../../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.archiveCourse, async (ctx, { id, body }) =>
  toCourseView(await archiveCourse(ctx, { courseId: id, ...body })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
