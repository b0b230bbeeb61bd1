import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toCourseView, listCourses } from "#domain/api/courses.ts";
import { createCourse } from "#domain/courses/create-course.ts";
import * as spec from "../_spec/courses.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listCourses, (ctx, { query }) => listCourses(ctx, query));

export const POST = jsonWrite(spec.createCourse, async (ctx, { body }) => toCourseView(await createCourse(ctx, body)));

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
