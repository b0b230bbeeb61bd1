import { and, eq } from "drizzle-orm";
import { creditOffers, orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { issueCreditNote } from "../invoices/issue-credit-note.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { listOwedRefunds } from "../refunds/list-owed-refunds.ts";
import { clearHeldReason, clearRefundDue, getCreditableMinor } from "../refunds/refund-due.ts";
import { addCredit } from "./add-credit.ts";

/**
 * A student agrees to credit in place of money, or does not. What they agree to is theirs at once, and is no longer given back by the way
 * it came. Refuses (`wrong_state`) what was decided or withdrawn before, and when so much is not owed any more because a refund was sent.
 */
export async function answerCreditOffer(ctx: WriteCtx, input: { offerId: string; agrees: boolean }): Promise<void> {
  const { offerId, agrees } = input;
  const [found] = await ctx.tx
    .select({ offer: creditOffers, order: orders })
    .from(creditOffers)
    .innerJoin(orders, eq(orders.id, creditOffers.orderId))
    .where(eq(creditOffers.id, offerId));
  authorize(ctx, "credit.decide", { ownerId: found?.order.buyerId ?? null });
  if (!found) throw new Refusal("not_found");
  const [decided] = await ctx.tx
    .update(creditOffers)
    .set({ state: agrees ? "agreed" : "declined", decidedAt: ctx.now })
    .where(and(eq(creditOffers.id, offerId), eq(creditOffers.state, "offered")))
    .returning();
  if (!decided) throw new Refusal("wrong_state");
  if (agrees) await giveOwed(ctx, found.order, decided);
  const after = { state: decided.state, order: found.order.code, amountMinor: decided.amountMinor };
  await audit(ctx, "credit.decide", { type: "order", id: found.order.id }, { after });
}

type Order = typeof orders.$inferSelect;

/** From the payments that brought it, oldest first, so that none of them can be given back a second time. */
async function giveOwed(ctx: StepCtx, order: Order, offer: typeof creditOffers.$inferSelect): Promise<void> {
  let leftMinor = offer.amountMinor;
  const creditableMinor = await getCreditableMinor(ctx.tx, order);
  for (const { paymentId, amountMinor: owedMinor } of await listOwedRefunds(ctx.tx, order, creditableMinor)) {
    const amountMinor = Math.min(leftMinor, owedMinor);
    if (amountMinor < 1) continue;
    leftMinor -= amountMinor;
    const { id: orderId, currency, buyerId: userId } = order;
    const move = { userId, currency, amountMinor, kind: "given" as const, orderId, paymentId, reason: offer.reason };
    await addCredit(ctx, move, [{ account: "customer_funds", detail: orderId, amountMinor }]);
  }
  if (leftMinor > 0) throw new Refusal("wrong_state", { words: message("refusals.credit_not_owed_any_more") });
  await issueCreditNote(ctx, order.id);
  await clearRefundDue(ctx, order.id);
  await clearHeldReason(ctx, order);
}
