import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findEnrolment } from "./find-enrolment.ts";
import { recordCompletion } from "./record-completion.ts";

/** A person's word that the student has done the course, whatever the rule of the cohort asks. Refuses what is not active. */
// eslint-disable-next-line matricula/write-verbs-check -- record-completion.ts audits, for this one and for what completes by its rule.
export async function completeEnrolment(ctx: WriteCtx, input: { enrolmentId: string; why: string }): Promise<void> {
  const { enrolment: before, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.complete", resource);
  const isCompleted = await recordCompletion(ctx, before, { why: input.why, byRule: false });
  if (!isCompleted) throw new Refusal("wrong_state");
}
