import { and, eq } from "drizzle-orm";
import { renewals } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findRenewal } from "./find-renewal.ts";
import type { Renewal } from "./get-renewal-offer.ts";

/** A student takes back what they asked for, as long as the office has not decided (`wrong_state` afterwards). They may ask again. */
export async function withdrawRenewal(ctx: WriteCtx, input: { renewalId: string }): Promise<Renewal> {
  const renewal = await findRenewal(ctx.tx, input.renewalId);
  authorize(ctx, "renewal.create", { ownerId: renewal.studentId });
  const [withdrawn] = await ctx.tx
    .update(renewals)
    .set({ state: "cancelled", decidedAt: ctx.now })
    .where(and(eq(renewals.id, renewal.id), eq(renewals.state, "requested")))
    .returning();
  if (!withdrawn) throw new Refusal("wrong_state");
  await audit(
    ctx,
    "renewal.create",
    { type: "enrolment", id: renewal.enrolmentId },
    { before: { state: renewal.state }, after: { state: "cancelled", renewal: renewal.id } },
  );
  return withdrawn;
}
