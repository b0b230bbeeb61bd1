import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { getEnrolmentResource, findEnrolment } from "./find-enrolment.ts";
import { enrolmentMachine } from "./machine.ts";

type Input = { enrolmentId: string; why: string };

/** Closes the course to a student for a while; the seat stays theirs. */
export async function suspendEnrolment(ctx: WriteCtx, input: Input): Promise<void> {
  const before = await findEnrolment(ctx, "enrolment.suspend", input.enrolmentId);
  authorize(ctx, "enrolment.suspend", before, { ownerId: before.studentId });
  await transition(ctx, enrolmentMachine, before.id, "suspended", { why: input.why });
  await note(ctx, before, "suspended", input.why);
}

/** Opens the course again to a student whose place was suspended. */
export async function resumeEnrolment(ctx: WriteCtx, input: Input): Promise<void> {
  const before = await findEnrolment(ctx, "enrolment.suspend", input.enrolmentId);
  authorize(ctx, "enrolment.suspend", before, { ownerId: before.studentId });
  await transition(ctx, enrolmentMachine, before.id, "active", { from: ["suspended"], why: input.why });
  await note(ctx, before, "active", input.why);
}

/** The student has done the course. Access goes on for as long as it was given. */
export async function completeEnrolment(ctx: WriteCtx, input: Input): Promise<void> {
  const before = await findEnrolment(ctx, "enrolment.complete", input.enrolmentId);
  authorize(ctx, "enrolment.complete", before, await getEnrolmentResource(ctx, before));
  await transition(ctx, enrolmentMachine, before.id, "completed", { set: { endedAt: ctx.now }, why: input.why });
  await audit(
    ctx,
    "enrolment.complete",
    { type: "enrolment", id: before.id },
    { before: { state: before.state }, after: { state: "completed" } },
  );
}

async function note(ctx: WriteCtx, before: { id: string; state: string }, state: string, why: string) {
  await audit(
    ctx,
    "enrolment.suspend",
    { type: "enrolment", id: before.id },
    { before: { state: before.state }, after: { state, why } },
  );
}
