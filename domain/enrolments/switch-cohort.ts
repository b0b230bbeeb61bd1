import { and, eq } from "drizzle-orm";
import { cohorts, courses } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { assertEnrolmentOpen } from "../courses/enrolment-window.ts";
import { isBeforeDeadline } from "../courses/leaving-terms.ts";
import { getPlaceMoveDeadline } from "./get-place-move-deadline.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { assertRulesMet } from "../rules/assert-rules-met.ts";
import { findEnrolment } from "./find-enrolment.ts";
import { moveToCohort } from "./move-to-cohort.ts";

/**
 * A student moves to another cohort of the same course by themselves, as the terms allow under which they bought their place or those of
 * the cohort that they leave, while enrolment in the other is open. Only at the same price: what is dearer or cheaper the office settles.
 * Passes over nobody who waits there, and no rule of the other cohort: the date of birth is what they said before.
 */
export async function switchCohort(ctx: WriteCtx, input: { enrolmentId: string; toCohortId: string }): Promise<void> {
  const { enrolment, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.leave", resource);
  if (enrolment.state !== "active") throw new Refusal("wrong_state");
  const rows = await ctx.tx
    .select({ cohort: cohorts, courseState: courses.state })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.courseId, enrolment.courseId)));
  const from = rows.find(({ cohort }) => cohort.id === enrolment.cohortId)?.cohort;
  const to = rows.find(({ cohort }) => cohort.id === input.toCohortId);
  if (!from || !to) throw new Refusal("not_found");
  const deadline = await getPlaceMoveDeadline(ctx.tx, ctx.now, { enrolment, cohort: from });
  if (!deadline) throw refuse("refusals.ask_to_move");
  if (!isBeforeDeadline(deadline.until, ctx.now)) throw refuse("refusals.ask_to_move_late");
  assertEnrolmentOpen({ ...to.cohort, courseState: to.courseState }, ctx.now);
  if (to.cohort.priceMinor !== from.priceMinor || to.cohort.currency !== from.currency) {
    throw refuse("refusals.ask_to_move_price");
  }
  await assertRulesMet(ctx, { cohortId: to.cohort.id, studentId: enrolment.studentId });
  await moveToCohort(ctx, enrolment, to.cohort, "by the student");
  await audit(
    ctx,
    "enrolment.leave",
    { type: "enrolment", id: enrolment.id },
    { before: { cohort: from.id }, after: { cohort: to.cohort.id } },
  );
}

const refuse = (key: Message["key"]) => new Refusal("wrong_state", { words: { key } satisfies Message });
