"use server";

import { z } from "zod";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action, type Command } from "#app/_forms/action.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { archiveCourse } from "#domain/courses/archive-course.ts";
import { deleteCourse } from "#domain/courses/delete-course.ts";
import { checkSlug, checkSummary, editCourse } from "#domain/courses/edit-course.ts";
import { assertCanEdit } from "#domain/courses/assert-can-edit.ts";
import { publishCourse } from "#domain/courses/publish-course.ts";
import { CourseChanges } from "#domain/courses/inputs.ts";
import { CourseTranslation, translateCourse } from "#domain/courses/translate-course.ts";
import { unpublishCourse } from "#domain/courses/unpublish-course.ts";
import { getChosenFile } from "#app/admin/_list/uploads.ts";
import { storeFile } from "#services/files/store-file.ts";

const CourseId = z.object({ courseId: z.string().max(60) });

const back = (courseId: string, done: DoneKey) => redirectDone(`/admin/courses/${courseId}`, done);

const Edit = CourseId.extend({
  ...CourseChanges.omit({ imageFileId: true }).shape,
  noPicture: z.string().optional(),
  seen: EditVersion,
});

export const editCourseAction = action(
  Edit,
  async (command, { noPicture, ...changes }) => {
    const picture = noPicture === undefined ? await storePicture(command, changes.courseId) : null;
    await command.write((ctx) =>
      editCourse(ctx, picture === undefined ? changes : { ...changes, imageFileId: picture }),
    );
    await back(changes.courseId, "saved");
  },
  [
    ({ read }, { courseId, slug }) => checkSlug(read, { courseId, slug }),
    ({ read }, { courseId, summary }) => checkSummary(read, { courseId, summary }),
  ],
);

const Translation = CourseId.extend({ ...CourseTranslation.shape, seen: EditVersion });

export const translateCourseAction = action(Translation, async ({ write }, translation) => {
  await write((ctx) => translateCourse(ctx, translation));
  await back(translation.courseId, "saved");
});

/** The id of a picture that came with the form; undefined when none was chosen. */
async function storePicture({ form, read, actor, requestId }: Command, courseId: string): Promise<string | undefined> {
  const upload = getChosenFile(form, "picture");
  if (!upload) return undefined;
  await assertCanEdit(read, "course.edit", courseId);
  return storeFile({ actor, requestId }, upload, { purpose: "picture", field: "picture" });
}

export const publishAction = action(CourseId, async ({ write }, input) => {
  await write((ctx) => publishCourse(ctx, input));
  await back(input.courseId, "course-published");
});

export const unpublishAction = action(CourseId, async ({ write }, input) => {
  await write((ctx) => unpublishCourse(ctx, input));
  await back(input.courseId, "course-draft");
});

export const archiveAction = action(CourseId.extend({ why: ReasonInput }), async ({ write }, input) => {
  await write((ctx) => archiveCourse(ctx, input));
  await back(input.courseId, "course-archived");
});

export const deleteAction = action(CourseId, async ({ write }, input) => {
  await write((ctx) => deleteCourse(ctx, input));
  await redirectDone("/admin/courses", "course-deleted");
});
