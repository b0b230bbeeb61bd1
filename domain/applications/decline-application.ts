import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findApplication } from "./find-application.ts";
import { type Application, applicationMachine } from "./machine.ts";
import { notifyOfApplication } from "./notify-of-application.ts";

/** The office says no to who applied, and why: the student gets a mail with it, and may apply again. */
export async function declineApplication(
  ctx: WriteCtx,
  input: { applicationId: string; reply: string },
): Promise<Application> {
  const { application, resource } = await findApplication(ctx.tx, input.applicationId);
  authorize(ctx, "application.decide", resource);
  if (!application) throw new Refusal("not_found");
  const { reply } = input;
  const declined = await transition(ctx, applicationMachine, application.id, "declined", {
    set: { reply, decidedAt: ctx.now, decidedBy: getActorId(ctx.actor) },
  });
  await notifyOfApplication(ctx, declined, "application_declined");
  await audit(
    ctx,
    "application.decide",
    { type: "application", id: application.id },
    { before: { state: application.state }, after: { state: declined.state, why: reply } },
  );
  return declined;
}
