import { and, eq, gte, inArray, isNull, lte, or } from "drizzle-orm";
import { orderInstalments, orders, payments, savedCards } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { isRemindedOf } from "../instalments/is-asked-for.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import { getAsked } from "./get-asked.ts";
import { isDueToCharge } from "./list-due-charges.ts";
import { listPaymentMethods } from "./list-payment-methods.ts";

type Payment = typeof payments.$inferSelect;

/**
 * Claims the charge of a due part to the card that was kept for it, before the provider is called: of two processes one gets it, and each
 * card is asked for each part once. Null when the part was paid, is being paid, or is no longer asked for, and when the card was taken back.
 */
export async function startCardCharge(ctx: WriteCtx, input: { instalmentId: string }): Promise<Payment | null> {
  authorize(ctx, "payment.charge", {});
  const [found] = await ctx.tx
    .select({ part: orderInstalments, order: orders, card: savedCards })
    .from(orderInstalments)
    .innerJoin(orders, eq(orders.id, orderInstalments.orderId))
    .innerJoin(savedCards, and(eq(savedCards.orderId, orders.id), isNull(savedCards.removedAt)))
    .where(and(eq(orderInstalments.id, input.instalmentId), isRemindedOf(ctx.tx), isDueToCharge(ctx.now)));
  if (!found || (await isBeingPaid(ctx, found.order.id, found.part.number))) return null;
  const { part, order, card } = found;
  const asked = await getAsked(ctx, order, { instalment: part.number });
  const amount = { minor: asked.amountMinor, currency: order.currency };
  if (!listPaymentMethods(ctx.rules, amount).includes(card.provider)) return null;
  const id = createId("payment");
  const [payment] = await ctx.tx
    .insert(payments)
    .values({
      ...{ id, orderId: order.id, provider: card.provider, state: "pending", savedCardId: card.id },
      ...{ amountMinor: asked.amountMinor, currency: order.currency, idempotencyKey: `matricula-${id}` },
      ...{ firstInstalment: asked.first, lastInstalment: asked.last, chargeTriedAt: ctx.now },
      ...{ expiresAt: addMs(ctx.now, DAY_MS), createdAt: ctx.now },
    })
    .onConflictDoNothing()
    .returning();
  if (!payment) return null;
  const after = { order: order.code, instalment: part.number, amountMinor: amount.minor, currency: amount.currency };
  await audit(ctx, "payment.charge", { type: "payment", id }, { after });
  return payment;
}

/** Whether somebody stands at a page for it, or a transfer of it is awaited. */
async function isBeingPaid(ctx: StepCtx, orderId: string, number: number): Promise<boolean> {
  const covers = or(
    isNull(payments.firstInstalment),
    and(lte(payments.firstInstalment, number), gte(payments.lastInstalment, number)),
  );
  const [live] = await ctx.tx
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), inArray(payments.state, ["created", "pending"]), covers))
    .limit(1);
  return live !== undefined;
}
