import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findApplication } from "./find-application.ts";
import { type Application, applicationMachine } from "./machine.ts";
import { removeApplicationAnswers } from "./remove-application-answers.ts";

/** A student no longer applies: what they answered is erased. Refuses an application that was decided; they may apply again. */
export async function withdrawApplication(ctx: WriteCtx, input: { applicationId: string }): Promise<Application> {
  const { application, resource } = await findApplication(ctx.tx, input.applicationId);
  authorize(ctx, "application.withdraw", resource);
  if (!application) throw new Refusal("not_found");
  const { id } = application;
  if (application.state === "approved") {
    throw new Refusal("wrong_state", { words: message("refusals.application_was_approved") });
  }
  const after = await transition(ctx, applicationMachine, id, "withdrawn", { set: { decidedAt: ctx.now } });
  await removeApplicationAnswers(ctx, id);
  const change = { before: { state: application.state }, after: { state: after.state } };
  await audit(ctx, "application.withdraw", { type: "application", id }, change);
  return after;
}
