import { keepOne } from "#app/_http/json-files.ts";
import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { editCourse } from "#domain/courses/edit-course.ts";
import { assertCanEdit } from "#domain/courses/assert-can-edit.ts";
import { addFile } from "#domain/files/add-file.ts";
import * as spec from "../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(
  spec.uploadPicture,
  async (ctx, { id }, picture) => {
    const imageFileId = picture && (await addFile(ctx, picture, { isPublic: true }));
    return toCourseView(await editCourse(ctx, { courseId: id, imageFileId }));
  },
  { before: keepOne("picture", (ctx, { id }) => assertCanEdit(ctx, "course.edit", id)) },
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
