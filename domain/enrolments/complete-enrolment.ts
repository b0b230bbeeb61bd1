import { audit } from "../audit.ts";
import { issueOnCompletion } from "../certificates/issue-on-completion.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findEnrolment } from "./find-enrolment.ts";
import { enrolmentMachine } from "./machine.ts";

/** The student has done the course. Access goes on for as long as it was given, and where the cohort certifies, a certificate comes. */
export async function completeEnrolment(ctx: WriteCtx, input: { enrolmentId: string; why: string }): Promise<void> {
  const { enrolment: before, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.complete", resource);
  const enrolment = await transition(ctx, enrolmentMachine, before.id, "completed", {
    set: { endedAt: ctx.now },
    why: input.why,
  });
  await issueOnCompletion(ctx, enrolment);
  await audit(
    ctx,
    "enrolment.complete",
    { type: "enrolment", id: before.id },
    { before: { state: before.state }, after: { state: "completed" } },
  );
}
