import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { publishCourse } from "#domain/courses/publish-course.ts";
import * as spec from "../../../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.publishCourse, async (ctx, { id }) =>
  toCourseView(await publishCourse(ctx, { courseId: id })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
