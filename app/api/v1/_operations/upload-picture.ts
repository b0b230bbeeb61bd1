import { z } from "zod";
import { storeOneFile } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { toCourseView } from "#domain/api/courses.ts";
import { FILES_BYTES_MAX, Upload } from "#domain/api/parts.ts";
import { Course } from "#domain/api/shapes.ts";
import { assertCanEdit } from "#domain/courses/assert-can-edit.ts";
import { editCourse } from "#domain/courses/edit-course.ts";
import { addFile } from "#domain/files/add-file.ts";

export default defineWrite({
  id: "uploadPicture",
  method: "POST",
  path: "/courses/{id}/picture",
  subject: "Courses",
  summary: "Give a course its picture",
  detail:
    "A PNG, JPEG, WebP or GIF of at most 10 MB, which everybody sees. To take it away, change `imageFileId` to null.",
  needs: "course.edit",
  body: z.strictObject({ file: Upload }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: Course,
  refusals: ["file_too_large", "file_type_refused"],
  prepare: storeOneFile("picture", (ctx, { id }) => assertCanEdit(ctx, "course.edit", id)),
  handle: async (ctx, { id }, picture) => {
    const imageFileId = picture && (await addFile(ctx, picture, { isPublic: true }));
    return toCourseView(await editCourse(ctx, { courseId: id, imageFileId }));
  },
});
