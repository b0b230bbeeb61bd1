import { eq } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { audit } from "../audit.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { getOrAddPayment } from "./add-payment.ts";
import { getAsked } from "./get-asked.ts";
import { paymentMachine } from "./machine.ts";

/**
 * Another attempt in the place of one whose page at the provider is over, for as long as the order can be paid. Refuses
 * (`order_not_payable`) one that was paid meanwhile, and (`order_expired`) one whose time has run out.
 */
export async function renewPayment(ctx: WriteCtx, paymentId: string): Promise<typeof payments.$inferSelect> {
  authorize(ctx, "payment.settle", {});
  const [found] = await ctx.tx
    .select({ payment: payments, order: orders })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, paymentId));
  if (!found) throw new Refusal("not_found");
  const { payment, order } = found;
  const { firstInstalment: first, lastInstalment: last } = payment;
  const isOnePart = first !== null && first === last;
  const asked = await getAsked(ctx, order, isOnePart ? { instalment: first } : "all");
  await tryTransition(ctx, paymentMachine, payment.id, "expired", { from: ["created", "pending"] });
  const { payment: renewed } = await getOrAddPayment(ctx, order, payment.provider, {
    ...asked,
    keepsCard: payment.keepsCard,
  });
  const after = { order: order.code, provider: payment.provider, renews: payment.id };
  await audit(ctx, "order.pay", { type: "payment", id: renewed.id }, { after });
  return renewed;
}
