import { and, eq } from "drizzle-orm";
import { cohorts } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { listRulesPassedOver } from "../rules/list-rules-passed-over.ts";
import { moveToCohort } from "./move-to-cohort.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";

/**
 * Moves an active place to another cohort of the same course. The new seat is claimed before the old one is given back; the
 * order and what was paid stay as they are. The student is told, because other days and another place may be meant.
 */
export async function moveEnrolment(
  ctx: WriteCtx,
  input: { enrolmentId: string; toCohortId: string; why: string; inSpiteOfRules?: boolean | undefined },
): Promise<void> {
  const { enrolment: before, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.move", resource);
  const [target] = await ctx.tx
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.id, input.toCohortId), eq(cohorts.courseId, before.courseId), eq(cohorts.state, "open")));
  if (!target) throw new Refusal("not_found");
  const { why, inSpiteOfRules } = input;
  const place = { cohortId: target.id, studentId: before.studentId };
  const passedOver = await listRulesPassedOver(ctx, { ...place, why, inSpiteOfRules });
  await moveToCohort(ctx, before, target, why);
  await audit(
    ctx,
    "enrolment.move",
    { type: "enrolment", id: before.id },
    { before: { cohort: before.cohortId }, after: { cohort: target.id, why, ...passedOver } },
  );
}
