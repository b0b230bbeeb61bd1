import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findEnrolment } from "./find-enrolment.ts";
import { enrolmentMachine } from "./machine.ts";

/** Opens the course again to a student whose enrolment was suspended. */
export async function resumeEnrolment(ctx: WriteCtx, input: { enrolmentId: string; why: string }): Promise<void> {
  const { enrolment: before, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.suspend", resource);
  await transition(ctx, enrolmentMachine, before.id, "active", { from: ["suspended"], why: input.why });
  const change = { before: { state: before.state }, after: { state: "active", why: input.why } };
  await audit(ctx, "enrolment.suspend", { type: "enrolment", id: before.id }, change);
}
