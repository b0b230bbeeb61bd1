import { and, asc, eq, inArray } from "drizzle-orm";
import { journals, orders, payments, postings, users } from "#db/schema/index.ts";
import { restoreRenewals, revokeRenewals } from "../access/revoke-renewals.ts";
import { endOpenLinks } from "../claim-links/end-open-links.ts";
import { issueCreditNote } from "../invoices/issue-credit-note.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Journal, type PostingLine, postJournal } from "../ledger/post-journal.ts";
import { flagClaimsLeft } from "./flag-claims-left.ts";
import { clearHeldReason, flagRefundDue } from "./refund-due.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";

type MoneyBack = {
  source: Journal["source"];
  paymentId: string;
  amountMinor: number;
  currency: string;
  /** It never was this order's: the buyer was given nothing back, so no paper says that they were. */
  isMistake?: true;
};

type Booked = {
  order: typeof orders.$inferSelect;
  /** The buyer's. */
  email: string;
  /** How much of it the school had earned, in minor units. */
  earnedMinor: number;
};

/**
 * Books money that left the school for the buyer: the customer's own money first, and what goes beyond that out of what the
 * school had earned. An order that was flagged because too much money lay there is no longer, once none does.
 */
export async function bookReversal(
  ctx: StepCtx,
  kind: "refund_done" | "dispute_withdrawn",
  { source, paymentId, amountMinor, currency, isMistake }: MoneyBack,
): Promise<Booked> {
  const { payment, order, email } = await aboutPayment(ctx, paymentId);
  const fromFunds = Math.min(Math.max(await getOrderFunds(ctx.tx, order), 0), amountMinor);
  await postJournal(ctx, {
    kind,
    source,
    lines: [
      { account: "customer_funds", detail: order.id, amountMinor: fromFunds, currency },
      { account: "revenue", detail: "", amountMinor: amountMinor - fromFunds, currency },
      { account: "clearing", detail: payment.provider, amountMinor: -amountMinor, currency },
    ],
  });
  await clearHeldReason(ctx, order);
  if (kind === "refund_done" && !isMistake) {
    await takeBackWhatIsRefunded(ctx, order.id);
    await issueCreditNote(ctx, order.id, source.id);
  }
  return { order, email, earnedMinor: amountMinor - fromFunds };
}

/** A renewal, or a place for others that nobody has claimed, of which all the money has gone back is none any more; a part leaves it as it is. */
async function takeBackWhatIsRefunded(ctx: StepCtx, orderId: string): Promise<void> {
  const paid = (await getPaidMinor(ctx.tx, [orderId])).get(orderId) ?? 0;
  if (paid > 0) return;
  await revokeRenewals(ctx, orderId, "refunded");
  await endOpenLinks(ctx, orderId, "refunded");
  await flagClaimsLeft(ctx, orderId);
}

/**
 * Books that money which had gone back is here again. A paid order has it as before; to one that has ended it is owed, so it
 * becomes the customer's. What never was booked is not taken back.
 */
export async function undoReversal(
  ctx: StepCtx,
  kind: "refund_failed" | "dispute_reinstated",
  { source, paymentId }: Pick<MoneyBack, "source" | "paymentId">,
): Promise<void> {
  const kinds =
    kind === "refund_failed" ? (["refund_done", "match_undone"] as const) : (["dispute_withdrawn"] as const);
  const gone = (await Promise.all(kinds.map((each) => linesOf(ctx, source, each)))).flat();
  if (gone.length === 0) return;
  const { order } = await aboutPayment(ctx, paymentId);
  const lines = gone.map((line) => ({ ...line, amountMinor: -line.amountMinor }));
  const owed = lines.map((line) =>
    line.account === "revenue" ? { ...line, account: "customer_funds" as const, detail: order.id } : line,
  );
  await postJournal(ctx, { kind, source, lines: order.state === "paid" ? lines : owed });
  if (kind === "refund_failed" && order.state === "paid") await restoreRenewals(ctx, order.id);
  await flagRefundDue(ctx, order.id);
  // What was paid too much lies here again, and the call for a person ended when it left.
  if (order.state === "paid" && (await getOrderFunds(ctx.tx, order)) > 0) {
    await setReviewReason(ctx, order.id, "paid_twice");
  }
}

async function linesOf(ctx: StepCtx, source: Journal["source"], kind: Journal["kind"]): Promise<PostingLine[]> {
  const { account, detail, amountMinor, currency } = postings;
  const booked = ctx.tx
    .select({ seq: journals.seq })
    .from(journals)
    .where(and(eq(journals.sourceType, source.type), eq(journals.sourceId, source.id), eq(journals.kind, kind)));
  return ctx.tx
    .select({ account, detail, amountMinor, currency })
    .from(postings)
    .where(inArray(postings.journalSeq, booked))
    .orderBy(asc(postings.id));
}

async function aboutPayment(ctx: StepCtx, paymentId: string) {
  const [found] = await ctx.tx
    .select({ payment: payments, order: orders, email: users.email })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(payments.id, paymentId));
  if (!found) throw new Refusal("not_found");
  return found;
}
