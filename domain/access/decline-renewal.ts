import { and, eq } from "drizzle-orm";
import { renewals } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findRenewal } from "./find-renewal.ts";
import type { Renewal } from "./get-renewal-offer.ts";
import { notifyOfRenewal } from "./notify-of-renewal.ts";

/** The office says no to a student who asked for their access to be renewed, and why. They may ask again. */
export async function declineRenewal(ctx: WriteCtx, input: { renewalId: string; answer: string }): Promise<Renewal> {
  const renewal = await findRenewal(ctx.tx, input.renewalId);
  authorize(ctx, "renewal.decide", { ownerId: renewal.studentId });
  const [declined] = await ctx.tx
    .update(renewals)
    .set({ state: "declined", answer: input.answer, decidedAt: ctx.now })
    .where(and(eq(renewals.id, renewal.id), eq(renewals.state, "requested")))
    .returning();
  if (!declined) throw new Refusal("wrong_state");
  await notifyOfRenewal(ctx, declined, "renewal_declined");
  await audit(
    ctx,
    "renewal.decide",
    { type: "enrolment", id: renewal.enrolmentId },
    { before: { state: renewal.state }, after: { state: "declined", renewal: renewal.id, why: input.answer } },
  );
  return declined;
}
