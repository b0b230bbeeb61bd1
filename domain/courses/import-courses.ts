import { and, eq, inArray, or } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { insertCourse } from "./insert-course.ts";
import { type Course, courseMachine } from "./machine.ts";
import type { CourseFields } from "./inputs.ts";
import { updateSearchRow } from "./update-search-row.ts";
import { offerCourseSeats } from "../seats/offer-seats.ts";

/** `externalKey` is the course's name at its source, or its id here, as an export wrote it. */
export type ImportedCourse = { externalKey: string; fields: CourseFields };

/** What became of each row, in the order in which they came. */
export type Imported = "made" | "changed" | "same";

/**
 * Makes or changes the courses that have these keys at their source, or these ids. What is already as the file says is left alone: no
 * row, no audit, no new version of the catalogue. `publish` puts a course into the catalogue once; what an admin has taken
 * out of it stays out.
 */
export async function importCourses(
  ctx: WriteCtx,
  input: { source: string; publish: boolean; rows: ImportedCourse[] },
): Promise<Imported[]> {
  authorize(ctx, "course.import", {});
  const { source, publish, rows } = input;
  const keys = rows.map(({ externalKey }) => externalKey);
  const present = await ctx.tx
    .select()
    .from(courses)
    .where(or(inArray(courses.id, keys), and(eq(courses.source, source), inArray(courses.externalKey, keys))));
  const byKey = new Map(
    present.flatMap((course) => [[course.externalKey, course] as const, [course.id, course] as const]),
  );
  const outcomes: Imported[] = [];
  for (const { externalKey, fields } of rows) {
    const course = byKey.get(externalKey);
    if (!course) {
      const state = publish && fields.summary !== "" ? "published" : "draft";
      const made = await insertCourse(ctx, fields, { state, origin: { source, externalKey } });
      byKey.set(externalKey, made);
      const { title, slug } = made;
      const after = { title, slug, state, source, externalKey };
      await audit(ctx, "course.import", { type: "course", id: made.id }, { after });
      outcomes.push("made");
    } else {
      outcomes.push(await bringUpToDate(ctx, course, fields, publish));
    }
  }
  if (outcomes.some((outcome) => outcome !== "same")) await bumpCatalogueVersion(ctx);
  return outcomes;
}

async function bringUpToDate(
  ctx: StepCtx,
  course: Course,
  { imageFileId: _, ...fields }: CourseFields,
  publish: boolean,
): Promise<Imported> {
  // The picture is the school's own: no file brings one.
  const difference = diffRow(course, fields);
  const publishes = publish && course.publishedAt === null && course.state === "draft" && fields.summary !== "";
  if (!difference && !publishes) return "same";
  if (difference) {
    await ctx.tx
      .update(courses)
      .set({ ...difference.after, updatedAt: ctx.now })
      .where(eq(courses.id, course.id));
    await updateSearchRow(ctx, course.id);
  }
  if (publishes) {
    await transition(ctx, courseMachine, course.id, "published", { set: { publishedAt: ctx.now } });
    await offerCourseSeats(ctx, course.id);
  }
  await audit(
    ctx,
    "course.import",
    { type: "course", id: course.id },
    {
      before: { ...difference?.before, ...(publishes ? { state: "draft" } : {}) },
      after: { ...difference?.after, ...(publishes ? { state: "published" } : {}) },
    },
  );
  return "changed";
}
