import { and, eq, inArray, notInArray } from "drizzle-orm";
import { accessEvents, coursePositions, materialProgress } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { type CountedUsage, mergeUsage, splitUsage } from "../usage/merge-usage.ts";

/** What of learning went from one account to another: materials, courses, openings by their ids, and what was counted as one JSON. */
export type MovedLearning = Record<"progress" | "positions" | "openings" | "usage", string[]>;

const IDS_AT_ONCE = 500;

/**
 * The step that gives all that an account has done and opened to the other account of the same person. Where both have done a
 * material, or left off in a course, what the other one has stands, and the account keeps its own, unseen.
 */
export async function moveLearning({ tx }: StepCtx, fromId: string, intoId: string): Promise<MovedLearning> {
  const to = { studentId: intoId };
  const done = tx
    .select({ id: materialProgress.materialId })
    .from(materialProgress)
    .where(eq(materialProgress.studentId, intoId));
  const progress = await tx
    .update(materialProgress)
    .set(to)
    .where(and(eq(materialProgress.studentId, fromId), notInArray(materialProgress.materialId, done)))
    .returning({ id: materialProgress.materialId });
  const known = tx
    .select({ id: coursePositions.courseId })
    .from(coursePositions)
    .where(eq(coursePositions.studentId, intoId));
  const positions = await tx
    .update(coursePositions)
    .set(to)
    .where(and(eq(coursePositions.studentId, fromId), notInArray(coursePositions.courseId, known)))
    .returning({ id: coursePositions.courseId });
  const openings = await tx
    .update(accessEvents)
    .set(to)
    .where(eq(accessEvents.studentId, fromId))
    .returning({ id: accessEvents.id });
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  const usage = [JSON.stringify(await mergeUsage({ tx }, fromId, intoId))];
  return { progress: ids(progress), positions: ids(positions), openings: ids(openings), usage };
}

/** The step that undoes it. What was done and opened since stays; what was moved before this was kept has nothing to give back. */
export async function moveLearningBack(
  { tx }: StepCtx,
  moved: Partial<MovedLearning>,
  fromId: string,
  intoId: string,
): Promise<void> {
  const back = { studentId: fromId };
  const { progress = [], positions = [], openings = [], usage = [] } = moved;
  await tx
    .update(materialProgress)
    .set(back)
    .where(and(inArray(materialProgress.materialId, progress), eq(materialProgress.studentId, intoId)));
  await tx
    .update(coursePositions)
    .set(back)
    .where(and(inArray(coursePositions.courseId, positions), eq(coursePositions.studentId, intoId)));
  for (let at = 0; at < openings.length; at += IDS_AT_ONCE) {
    const some = openings.slice(at, at + IDS_AT_ONCE);
    await tx
      .update(accessEvents)
      .set(back)
      .where(and(inArray(accessEvents.id, some), eq(accessEvents.studentId, intoId)));
  }
  for (const each of usage) await splitUsage({ tx }, fromId, intoId, JSON.parse(each) as CountedUsage);
}
