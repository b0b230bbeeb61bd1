import { cohorts } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";
import { noteState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogue } from "./catalogue-version.ts";
import { loadCourse } from "./load.ts";
import type { Cohort } from "./machine.ts";
import type { CohortFields } from "./schemas.ts";
import { keepSearchRow } from "./search-row.ts";

/** A new offering of a course, open for enrolment as soon as the course is published and its window begins. */
export async function createCohort(ctx: WriteCtx, input: { courseId: string } & CohortFields): Promise<Cohort> {
  authorize(ctx, "cohort.edit", input, {});
  const { course } = await loadCourse(ctx.tx, input.courseId);
  const cohort: Cohort = {
    ...input,
    id: newId("cohort"),
    state: "open",
    held: 0,
    taken: 0,
    source: null,
    externalKey: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.tx.insert(cohorts).values(cohort);
  await keepSearchRow(ctx, course.id);
  await bumpCatalogue(ctx);
  await noteState(ctx, { type: "cohort", id: cohort.id }, null, "open");
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohort.id }, { after: { ...input } });
  return cohort;
}
