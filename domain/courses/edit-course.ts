import { and, eq } from "drizzle-orm";
import { courses, files } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { loadCourse } from "./load-course.ts";
import type { Course } from "./machine.ts";
import { CourseChanges } from "./inputs.ts";
import { updateSearchRow } from "./update-search-row.ts";
import { applyTaxRates } from "../tax/apply-tax-rates.ts";
import { isSlugTaken } from "./slug.ts";

/** What an edit may change. */
export const COURSE_PARTS = Object.keys(CourseChanges.shape);

/**
 * Refuses an address that another course has, a picture that is not public, a published course without its summary, and a course
 * that is no longer as it was `seen`.
 */
export async function editCourse(
  ctx: WriteCtx,
  input: { courseId: string; seen?: string } & CourseChanges,
): Promise<Course> {
  const { courseId, seen, ...changes } = input;
  const loaded = await loadCourse(ctx.tx, courseId);
  authorize(ctx, "course.edit", loaded);
  const { course } = loaded;
  const difference = diffRow(course, changes);
  if (!difference) return course;
  // What tax a course bears is the office's to say, also where its teachers write its texts.
  if (difference.after.taxKind !== undefined) authorize(ctx, "cohort.edit", {});
  assertEditVersion({ row: course, fields: COURSE_PARTS, wanted: changes, seen });
  await assertSlugIsFree(ctx.tx, course, changes);
  assertSummaryStays(course, changes);
  if (changes.imageFileId) await checkPicture(ctx.tx, changes.imageFileId);
  const [edited] = await ctx.tx
    .update(courses)
    .set({ ...difference.after, updatedAt: ctx.now })
    .where(eq(courses.id, courseId))
    .returning();
  if (!edited) throw new Refusal("not_found");
  await updateSearchRow(ctx, courseId);
  if (difference.after.taxKind !== undefined) await applyTaxRates(ctx, courseId);
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "course.edit", { type: "course", id: courseId }, difference);
  return edited;
}

type Changes = { slug?: string | undefined; summary?: string | undefined };

async function assertSlugIsFree(from: Reader | Tx, { id }: Course, { slug }: Changes): Promise<void> {
  if (slug === undefined || !(await isSlugTaken(from, slug, id))) return;
  throw new Refusal("slug_taken", { fields: { slug: message("refusals.slug_taken") } });
}

function assertSummaryStays({ state }: Course, { summary }: Changes): void {
  if (state !== "published" || summary !== "") return;
  throw new Refusal("course_not_ready", { fields: { summary: message("fields.published_keeps_summary") } });
}

/** As `editCourse` would refuse an address that another course has, before the rest of what was typed is right. */
export async function checkSlug(ctx: ReadCtx, input: Changes & { courseId?: string | undefined }): Promise<void> {
  const course = await loadForCheck(ctx, input.courseId);
  if (course) await assertSlugIsFree(ctx.read, course, input);
}

/** As `editCourse` would refuse a published course without its summary. */
export async function checkSummary(ctx: ReadCtx, input: Changes & { courseId?: string | undefined }): Promise<void> {
  const course = await loadForCheck(ctx, input.courseId);
  if (course) assertSummaryStays(course, input);
}

async function loadForCheck(ctx: ReadCtx, courseId: string | undefined): Promise<Course | undefined> {
  if (courseId === undefined) return undefined;
  const { course, teacherIds } = await loadCourse(ctx.read, courseId);
  return isAllowed(ctx.actor, "course.edit", { teacherIds }) ? course : undefined;
}

/** Everybody sees a course's picture, so it must be a public file and an image. */
async function checkPicture(tx: Tx, fileId: string) {
  const [file] = await tx
    .select({ mediaType: files.mediaType })
    .from(files)
    .where(and(eq(files.id, fileId), eq(files.isPublic, true)));
  if (!file?.mediaType.startsWith("image/")) {
    throw new Refusal("file_type_refused", { fields: { imageFileId: message("fields.choose_picture") } });
  }
}
