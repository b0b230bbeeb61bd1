import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { creditEntries, type refunds, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { takeCredit } from "./take-credit.ts";

type Refund = typeof refunds.$inferSelect;
type Given = { orderId: string; paymentId: string; leftMinor: number };

/**
 * Gives credit back as money after all: by the payments in whose place it was given, the newest first. Refuses (`refund_too_large`) more
 * than came so and is still there: what the school gave of its own is used for orders. The providers are asked afterwards.
 */
export async function refundCredit(
  ctx: WriteCtx,
  input: { userId: string; amountMinor: number; currency: string; reason: string },
): Promise<Refund[]> {
  authorize(ctx, "credit.pay_out", {});
  const { userId, amountMinor, currency, reason } = input;
  const [student] = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.id, userId));
  if (!student) throw new Refusal("not_found");
  const asked: Refund[] = [];
  let owed = amountMinor;
  for (const given of await listGiven(ctx, { userId, currency })) {
    const part = Math.min(owed, given.leftMinor);
    if (part < 1) continue;
    owed -= part;
    asked.push(await payOut(ctx, given, { ...input, amountMinor: part }));
  }
  if (owed > 0 || amountMinor < 1) {
    throw new Refusal("refund_too_large", { words: message("refusals.credit_too_small") });
  }
  await audit(ctx, "credit.pay_out", { type: "user", id: userId }, { after: { amountMinor, currency, why: reason } });
  return asked;
}

async function payOut(ctx: VerbPartCtx, { orderId, paymentId }: Given, input: Parameters<typeof refundCredit>[1]) {
  const { amountMinor, reason } = input;
  const move = { ...input, kind: "paid_out" as const, orderId, paymentId };
  const to = [{ account: "customer_funds" as const, detail: orderId, amountMinor }];
  if (!(await takeCredit(ctx, move, to))) {
    throw new Refusal("refund_too_large", { words: message("refusals.credit_too_small") });
  }
  return (await requestRefund(ctx, { paymentId, amountMinor, reason })).refund;
}

/** What was given in place of each payment and was not paid out, in minor units. */
async function listGiven(ctx: VerbPartCtx, of: { userId: string; currency: string }): Promise<Given[]> {
  const left = sql<number>`sum(${creditEntries.amountMinor})`;
  const rows = await ctx.tx
    .select({
      orderId: creditEntries.orderId,
      paymentId: creditEntries.paymentId,
      leftMinor: left.mapWith(Number),
    })
    .from(creditEntries)
    .where(
      and(
        eq(creditEntries.userId, of.userId),
        eq(creditEntries.currency, of.currency),
        inArray(creditEntries.kind, ["given", "paid_out"]),
      ),
    )
    .groupBy(creditEntries.orderId, creditEntries.paymentId)
    .orderBy(desc(creditEntries.paymentId));
  return rows.filter((row): row is Given => row.orderId !== null && row.paymentId !== null && row.leftMinor > 0);
}
