import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { endEnrolment } from "./end-enrolment.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";

/** Ends a place for cause: access closes and the seat is free, and what was paid stays paid. */
export async function revokeEnrolment(ctx: WriteCtx, input: { enrolmentId: string; why: string }): Promise<void> {
  const { enrolment: before, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.revoke", resource);
  const enrolment = await transition(ctx, enrolmentMachine, before.id, "revoked", {
    set: { endedAt: ctx.now },
    why: input.why,
  });
  await endEnrolment(ctx, enrolment, input.why);
  await audit(
    ctx,
    "enrolment.revoke",
    { type: "enrolment", id: enrolment.id },
    { before: { state: before.state }, after: { state: "revoked", why: input.why } },
  );
}
