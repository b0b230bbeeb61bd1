import { and, eq } from "drizzle-orm";
import { orders, users, withdrawals } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

type Withdrawal = typeof withdrawals.$inferSelect;

/**
 * Somebody declares that they withdraw from a contract: kept as it was typed, with the second, and confirmed by mail to the address that they gave.
 * Neither says whether there is such an order: that only the office sees. The same declaration sent twice is one (`id`); one of an order of
 * which a withdrawal was accepted already is answered with that. Refuses (`not_found`)
 * where the school has switched it off.
 */
export async function recordWithdrawal(
  ctx: WriteCtx,
  input: { id: string; code: string; email: string; name: string },
): Promise<Withdrawal> {
  authorize(ctx, "withdrawal.declare", {});
  const { id, email, name } = input;
  if ((await getSchoolSettings(ctx.tx)).withdrawalDays === 0) throw new Refusal("not_found");
  const code = input.code.toUpperCase();
  const [order] = await ctx.tx
    .select({ id: orders.id })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(and(eq(orders.code, code), eq(users.email, email)));
  const row = {
    ...{ id, code, email, name, orderId: order?.id ?? null, receivedAt: ctx.now },
    ...(await getAnswer(ctx, order?.id)),
  };
  const [kept] = await ctx.tx.insert(withdrawals).values(row).onConflictDoNothing().returning();
  if (!kept) {
    const [before] = await ctx.tx.select().from(withdrawals).where(eq(withdrawals.id, id));
    if (!before) throw new Refusal("not_found");
    return before;
  }
  await enqueueMail(ctx, { kind: "withdrawal_received", to: email, payload: { withdrawalId: id }, dedupeKey: id });
  await audit(ctx, "withdrawal.declare", { type: "withdrawal", id }, { after: { state: kept.state, order: code } });
  return kept;
}

/** The order has ended by the first that was accepted: the next one asks for nothing that has not been done. */
async function getAnswer(ctx: WriteCtx, orderId: string | undefined) {
  if (orderId === undefined) return { state: "open" as const };
  const { decidedBy } = withdrawals;
  const accepted = and(eq(withdrawals.orderId, orderId), eq(withdrawals.state, "accepted"));
  const [first] = await ctx.tx.select({ decidedBy }).from(withdrawals).where(accepted).limit(1);
  return first ? { state: "accepted" as const, ...first, decidedAt: ctx.now } : { state: "open" as const };
}
