import { and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { creditEntries, refunds, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { audit } from "../audit.ts";
import type { StepCtx, VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";
import { authorize } from "../policy.ts";
import { isAboveApproval } from "../refunds/is-approval-needed.ts";
import { isLargeRefund, requestRefund } from "../refunds/request-refund.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { assertPositive } from "./assert-positive.ts";
import { assertSeenCredit } from "./assert-seen-credit.ts";
import { takeCredit } from "./take-credit.ts";

type Refund = typeof refunds.$inferSelect;
type Given = { orderId: string; paymentId: string; leftMinor: number };

/**
 * Gives credit back as money after all: by the payments in whose place it was given, the newest first. Refuses (`refund_too_large`) more
 * than came so and is still there: what the school gave of its own is used for orders. More than the school's bounds asks for a recent sign-in, and
 * waits for a second person, as any refund. The providers are asked afterwards.
 */
export async function refundCredit(
  ctx: WriteCtx,
  input: { userId: string; amountMinor: number; currency: string; reason: string; seenMinor?: number | undefined },
): Promise<Refund[]> {
  authorize(ctx, "credit.pay_out", {});
  const { userId, amountMinor, currency, reason } = input;
  const [student] = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.id, userId));
  if (!student) throw new Refusal("not_found");
  assertPositive(amountMinor);
  await assertSeenCredit(ctx, { userId, currency }, input.seenMinor);
  const amount = { minor: amountMinor, currency };
  if (isLargeRefund(amount, ctx.rules)) requireRecentSignIn(ctx);
  const isPartOfMuch = await isMuchTogether(ctx, userId, amount);
  const asked: Refund[] = [];
  let owed = amountMinor;
  for (const given of await listGiven(ctx, { userId, currency })) {
    const part = Math.min(owed, given.leftMinor);
    if (part < 1) continue;
    owed -= part;
    asked.push(await payOut(ctx, given, { ...input, amountMinor: part, isPartOfMuch }));
  }
  if (owed > 0) {
    throw new Refusal("refund_too_large", { fields: { amount: message("refusals.credit_too_small") } });
  }
  await audit(ctx, "credit.pay_out", { type: "user", id: userId }, { after: { amountMinor, currency, why: reason } });
  return asked;
}

/**
 * Whether a second person must allow it: by all that is paid out of somebody's credit, from however many orders it came, and with what one
 * person has sent of these before.
 */
async function isMuchTogether(ctx: StepCtx, userId: string, { minor, currency }: Money): Promise<boolean> {
  const { refundApprovalAbove } = await getSchoolSettings(ctx.tx);
  if (refundApprovalAbove === null) return false;
  const ofCredit = ctx.tx
    .select({ id: creditEntries.paymentId })
    .from(creditEntries)
    .where(and(eq(creditEntries.userId, userId), eq(creditEntries.kind, "paid_out")));
  const [before] = await ctx.tx
    .select({ minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number) })
    .from(refunds)
    .where(
      and(
        inArray(refunds.paymentId, ofCredit),
        eq(refunds.currency, currency),
        inArray(refunds.state, [...LIVE_REFUNDS]),
        or(isNull(refunds.approval), eq(refunds.approval, "awaited")),
      ),
    );
  return isAboveApproval({ minor: minor + (before?.minor ?? 0), currency }, refundApprovalAbove);
}

type PayOut = Parameters<typeof refundCredit>[1] & { isPartOfMuch: boolean };

async function payOut(ctx: VerbPartCtx, { orderId, paymentId }: Given, { isPartOfMuch, ...input }: PayOut) {
  const { amountMinor, reason } = input;
  const move = { ...input, kind: "paid_out" as const, orderId, paymentId };
  const to = [{ account: "customer_funds" as const, detail: orderId, amountMinor }];
  if (!(await takeCredit(ctx, move, to))) {
    throw new Refusal("refund_too_large", { words: message("refusals.credit_too_small") });
  }
  return (await requestRefund(ctx, { paymentId, amountMinor, reason, isPartOfMuch })).refund;
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
