import { and, asc, eq, isNull, lte, or } from "drizzle-orm";
import { orderInstalments, orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { addMs, HOUR_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isAskedFor } from "./is-asked-for.ts";
import { loadBuyer } from "./load-buyer.ts";

/**
 * The office reminds a payer of the instalment that is due next, whether or not reminders are off; it costs nothing. Refuses
 * (`wrong_state`) an order that asks for none any more, and one that was reminded of it within the hour.
 */
export async function remindOfOrder(ctx: WriteCtx, input: { orderId: string }): Promise<void> {
  authorize(ctx, "payment.remind", {});
  const { orderId } = input;
  const [order] = await ctx.tx.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Refusal("not_found");
  const [next] = await ctx.tx
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .where(and(eq(orderInstalments.orderId, orderId), isAskedFor(ctx.tx)))
    .orderBy(asc(orderInstalments.number))
    .limit(1);
  if (!next) throw new Refusal("wrong_state", { words: message("refusals.nothing_to_remind_of") });
  const rested = or(isNull(orderInstalments.remindedAt), lte(orderInstalments.remindedAt, addMs(ctx.now, -HOUR_MS)));
  const [part] = await ctx.tx
    .update(orderInstalments)
    .set({ remindedAt: ctx.now })
    .where(and(eq(orderInstalments.id, next.id), isAskedFor(ctx.tx), rested))
    .returning();
  if (!part) throw new Refusal("wrong_state", { words: message("refusals.reminded_just_now") });
  const { email } = await loadBuyer(ctx, orderId);
  const level = part.lateFrom <= ctx.now ? Math.max(1, part.remindedLevel ?? 1) : 0;
  const dedupeKey = `${part.id}:hand:${ctx.now.getTime()}`;
  await enqueueMail(ctx, {
    kind: "payment_reminder",
    to: email,
    payload: { instalmentId: part.id, level, ...(level === 0 && { isAhead: true }) },
    dedupeKey,
  });
  await audit(ctx, "payment.remind", { type: "order", id: orderId }, { after: { instalment: part.number } });
}
