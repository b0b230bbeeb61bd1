import { eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { paymentMachine } from "./machine.ts";
import type { StartedCheckout } from "./provider.ts";

/** Notes where an attempt is paid, once its provider has said so. A payment that moved on meanwhile keeps its state. */
export async function recordCheckout(
  ctx: WriteCtx,
  input: { paymentId: string } & StartedCheckout,
): Promise<typeof payments.$inferSelect> {
  authorize(ctx, "payment.settle", {});
  const { paymentId, reference, checkoutUrl } = input;
  const pending = await tryTransition(ctx, paymentMachine, paymentId, "pending", { set: { reference, checkoutUrl } });
  if (pending) {
    await audit(ctx, "payment.settle", { type: "payment", id: paymentId }, { after: { state: "pending", reference } });
    return pending;
  }
  const [payment] = await ctx.tx.select().from(payments).where(eq(payments.id, paymentId));
  if (!payment) throw new Refusal("not_found");
  return payment;
}
