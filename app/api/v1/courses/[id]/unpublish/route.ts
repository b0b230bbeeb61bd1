import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { unpublishCourse } from "#domain/courses/unpublish-course.ts";
import * as spec from "../../../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.unpublishCourse, async (ctx, { id }) =>
  toCourseView(await unpublishCourse(ctx, { courseId: id })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
