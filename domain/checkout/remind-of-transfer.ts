import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { orderReminders, orders, payments } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { audit } from "../audit.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { parseReminderList } from "../kernel/parse-reminder-list.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

/** SQL: an order that waits for a transfer which it knows how to make, and may be reminded. */
const waitsForTransfer = and(
  sql`${orders.state} = 'awaiting_payment'`,
  eq(payments.provider, "bank"),
  inArray(payments.state, ["created", "pending"]),
  or(isNull(orderReminders.isOff), eq(orderReminders.isOff, false)),
);

export type TransferReminder = { orderId: string; days: number };

/** The orders that are to be reminded of their transfer now, those that end soonest first: so many days before they end. */
export async function listTransfersToRemind(read: Reader, now: Date, atMost: number): Promise<TransferReminder[]> {
  const days = parseReminderList((await getSchoolSettings(read)).paymentReminderDays) ?? [];
  if (days.length === 0) return [];
  const rows = await read
    .select({
      orderId: orders.id,
      expiresAt: orders.expiresAt,
      begunAt: payments.createdAt,
      remindedDays: orderReminders.remindedDays,
    })
    .from(orders)
    .innerJoin(payments, eq(payments.orderId, orders.id))
    .leftJoin(orderReminders, eq(orderReminders.orderId, orders.id))
    .where(
      and(waitsForTransfer, gt(orders.expiresAt, now), lte(orders.expiresAt, addMs(now, Math.max(...days) * DAY_MS))),
    )
    .orderBy(asc(orders.expiresAt), asc(orders.id))
    .limit(atMost);
  return rows.flatMap(({ orderId, expiresAt, begunAt, remindedDays }) => {
    if (!expiresAt) return [];
    // Whoever has asked how to transfer just now needs no reminder of it.
    const come = days.filter((each) => {
      const at = addMs(expiresAt, -each * DAY_MS);
      return at <= now && at > addMs(begunAt, DAY_MS);
    });
    const nearest = Math.min(...come);
    return come.length > 0 && (remindedDays === null || nearest < remindedDays) ? [{ orderId, days: nearest }] : [];
  });
}

/** Reminds the buyer of an order that waits for their transfer, once of each day. Says false when it has come meanwhile. */
export async function remindOfTransfer(ctx: WriteCtx, { orderId, days }: TransferReminder): Promise<boolean> {
  authorize(ctx, "payment.remind", {});
  const [waiting] = await ctx.tx
    .select({ buyerId: orders.buyerId, paymentId: payments.id, remindedDays: orderReminders.remindedDays })
    .from(orders)
    .innerJoin(payments, eq(payments.orderId, orders.id))
    .leftJoin(orderReminders, eq(orderReminders.orderId, orders.id))
    .where(and(eq(orders.id, orderId), waitsForTransfer, gt(orders.expiresAt, ctx.now)))
    .limit(1);
  if (!waiting) return false;
  const [noted] = await ctx.tx
    .insert(orderReminders)
    .values({ orderId, remindedDays: days, remindedAt: ctx.now })
    .onConflictDoUpdate({
      target: orderReminders.orderId,
      set: { remindedDays: days, remindedAt: ctx.now },
      setWhere: or(isNull(orderReminders.remindedDays), gt(orderReminders.remindedDays, days)),
    })
    .returning();
  if (!noted) return false;
  const { buyerId, paymentId } = waiting;
  await notifyBuyer(ctx, buyerId, {
    kind: "transfer_reminder",
    payload: { paymentId },
    dedupeKey: `${paymentId}:${days}`,
  });
  await audit(ctx, "payment.remind", { type: "order", id: orderId }, { after: { days } });
  return true;
}
