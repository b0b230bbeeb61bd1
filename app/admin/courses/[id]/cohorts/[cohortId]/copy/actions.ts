"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { CohortCopies, COPIES_MAX, copyCohort, WEEKS_BETWEEN_MAX } from "#domain/courses/copy-cohort.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";

const Id = z.string().max(60);
const { name, firstOn } = CohortCopies.shape;

const Copies = z.object({
  courseId: Id,
  cohortId: Id,
  name,
  firstOn: z.preprocess((typed) => (typed === "" ? null : typed), firstOn),
  copies: TypedCount(1, COPIES_MAX),
  everyWeeks: TypedCount(1, WEEKS_BETWEEN_MAX),
});

export const copyCohortAction = action(Copies, async ({ write }, { courseId, ...input }) => {
  const [first] = await write((ctx) => copyCohort(ctx, input));
  const path = `/admin/courses/${courseId}/cohorts`;
  await redirectDone(input.copies === 1 && first ? `${path}/${first.id}` : path, "cohort-copied");
});
