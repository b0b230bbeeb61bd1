import { and, eq, gt, isNull } from "drizzle-orm";
import { type enrolments, grants, orderLines, orders, type refunds, renewals, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { type ClaimLink, loadClaimLink } from "../claim-links/find-claim-link.ts";
import { findClaimOf } from "../claim-links/find-claim-of.ts";
import { claimLinkMachine } from "../claim-links/machine.ts";
import { releaseCoupons } from "../coupons/release-coupons.ts";
import { reopenClaimLink } from "../claim-links/reopen-claim-link.ts";
import { restoreCredit } from "../credit/restore-credit.ts";
import { addCancellationFee } from "../instalments/add-cancellation-fee.ts";
import { cancelInstalments } from "../instalments/cancel-instalments.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { cancelOpenInvoice } from "../invoices/cancel-invoice.ts";
import { issueKeptInvoice } from "../invoices/issue-kept-invoice.ts";
import type { StepCtx, VerbPartCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { tryTransition, transition } from "../kernel/transitions.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { orderMachine } from "../orders/machine.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { requestPartRefund } from "./request-part-refund.ts";
import { releaseOrder } from "./release-order.ts";
import { isAllRefunded } from "../refunds/end-refunded-links.ts";
import { flagRefundDue, getRefundsUnderWay } from "../refunds/refund-due.ts";
import { listOwedRefunds } from "../refunds/list-owed-refunds.ts";
import { describeRequest, recordRefundRequest, requestRefund } from "../refunds/request-refund.ts";
import { getPlaceMoney, type PlaceMoney } from "./get-place-money.ts";
import { endEnrolment } from "./end-enrolment.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";

type Ending = {
  why: string;
  refund?: "now" | "review" | undefined;
  /** The student has done it: the mail confirms it and tells no reason. */
  isOwn?: true;
  /** A place that the student has claimed is given to somebody else: its seat stays bought, and its link is made anew. */
  isReassigned?: true;
  /**
   * The student has done it as the cohort's terms allow: what the school keeps of the order of the place, in minor units. The rest is asked
   * back at once, by nobody's leave but those terms.
   */
  keptMinor?: number;
  /** What of that was not paid yet, and is asked for still, in minor units. */
  owedMinor?: number;
  /** The office has said how much of what is here of it comes back, in minor units; the school keeps the rest. */
  returnedMinor?: number;
};

/**
 * The step of cancelling a place, whoever does it: its state, its seat and access, the order that it was bought with, the mail. An
 * order that was paid is cancelled too: what was earned becomes the customer's money again. `refund` says whether it is asked back
 * at once, by whoever may; otherwise the order is left for review. Gives back the refunds that were asked for.
 */
export async function endWithOrder(
  ctx: VerbPartCtx,
  before: typeof enrolments.$inferSelect,
  input: Ending,
): Promise<{ asked: (typeof refunds.$inferSelect)[]; orderCode: string | undefined }> {
  const enrolment = await transition(ctx, enrolmentMachine, before.id, "cancelled", {
    set: { endedAt: ctx.now },
    why: input.why,
  });
  const bought = (await getPlaceMoney(ctx.tx, enrolment))?.orders ?? [];
  const renewed = await listRunningRenewals(ctx, enrolment.id);
  const claim = bought.length > 0 ? undefined : await findClaimOf(ctx.tx, enrolment.id);
  // What was claimed stays bought when its student leaves: the buyer may give it to somebody else, and has the say in the money.
  const isGivenBack =
    claim !== undefined && (input.isReassigned === true || (input.isOwn === true && (await isPaidFor(ctx, claim))));
  const seat = isGivenBack ? "kept" : "freed";
  if (before.state !== "pending") await endEnrolment(ctx, enrolment, input.why, { seat });
  const asked = await endBought(ctx, bought, input);
  if (claim && isGivenBack) await giveToBuyer(ctx, claim, enrolment, input);
  if (claim && !isGivenBack) asked.push(...(await endClaimed(ctx, claim, input)));
  for (const each of renewed) asked.push(...(await endOrder(ctx, each, { why: input.why, refund: input.refund })));
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, enrolment.studentId));
  if (student) {
    await enqueueMail(ctx, {
      kind: "enrolment_cancelled",
      to: student.email,
      payload: { enrolmentId: enrolment.id, ...tellWhy(input, isGivenBack) },
      dedupeKey: enrolment.id,
    });
  }
  return { asked, orderCode: bought[0]?.order.code };
}

const tellWhy = ({ isOwn, why }: Ending, isBuyers: boolean) =>
  isOwn ? { why: "", isOwn, ...(isBuyers ? { isBuyers } : {}) } : { why };

/** The place is to be handed out again. Its buyer is told, unless they or the office have done it. */
async function giveToBuyer(
  ctx: StepCtx,
  claim: ClaimLink,
  { cohortId, studentId }: typeof enrolments.$inferSelect,
  { why, isOwn }: Ending,
): Promise<void> {
  const { id: claimLinkId, version } = await reopenClaimLink(ctx, claim, { why, email: null, cohortId });
  const { order } = await loadClaimLink(ctx.tx, claimLinkId);
  if (!isOwn || order.buyerId === studentId) return;
  await notifyBuyer(ctx, order.buyerId, {
    kind: "claim_returned",
    payload: { claimLinkId, version },
    dedupeKey: `${claimLinkId}:${version}`,
  });
}

/** Whether a claimed place is still its buyer's when its student leaves: not once all the money of its order is back with them, or on its way. */
async function isPaidFor(ctx: StepCtx, claim: ClaimLink): Promise<boolean> {
  const { order } = await loadClaimLink(ctx.tx, claim.id);
  return order.totalMinor === 0 || !(await isAllRefunded(ctx, order.id));
}

/** The school takes back a place that somebody has claimed: what it cost goes back to its buyer, or is left for review. */
async function endClaimed(ctx: VerbPartCtx, claim: ClaimLink, ending: Ending) {
  const { why, refund = "review", isOwn, returnedMinor } = ending;
  const { line, order, link } = await loadClaimLink(ctx.tx, claim.id);
  await tryTransition(ctx, claimLinkMachine, link.id, "cancelled", {
    from: ["claimed"],
    set: { endedAt: ctx.now },
    why,
  });
  if (isOwn) return [];
  const reason = why || "enrolment cancelled";
  return requestPartRefund(ctx, order, {
    how: refund,
    amountMinor: returnedMinor ?? line.totalMinor,
    ...{ lineId: line.id, reason, isEnded: true },
  });
}

/** The order of the place and those of its moves. What the school keeps is kept of the first ones, as far as they go. */
async function endBought(ctx: VerbPartCtx, bought: PlaceMoney["orders"], { returnedMinor, ...input }: Ending) {
  const asked: (typeof refunds.$inferSelect)[] = [];
  const here = await listHere(ctx, bought);
  const hereMinor = here.reduce((sum, { minor }) => sum + minor, 0);
  const kept = returnedMinor === undefined ? input.keptMinor : Math.max(0, hereMinor - returnedMinor);
  let leftMinor = kept ?? 0;
  for (const { order, minor } of here) {
    const keptMinor = Math.min(leftMinor, minor);
    leftMinor -= keptMinor;
    asked.push(...(await endOrder(ctx, order, kept === undefined ? input : { ...input, keptMinor })));
  }
  const [first] = bought;
  if (first && input.owedMinor) await addCancellationFee(ctx, first.order, input.owedMinor);
  if (first) await issueKeptInvoice(ctx, first.order.id);
  return asked;
}

/** What is here of each order and not on its way back already, in minor units. */
async function listHere(ctx: StepCtx, bought: PlaceMoney["orders"]) {
  const here: { order: typeof orders.$inferSelect; minor: number }[] = [];
  for (const { order, paidMinor } of bought) {
    here.push({ order, minor: Math.max(0, paidMinor - (await getRefundsUnderWay(ctx.tx, order.id))) });
  }
  return here;
}

/** The orders of renewals that were paid and have not run out: what the student has not had yet goes the way of the place. */
async function listRunningRenewals(ctx: StepCtx, enrolmentId: string): Promise<(typeof orders.$inferSelect)[]> {
  const rows = await ctx.tx
    .select({ order: orders })
    .from(renewals)
    .innerJoin(grants, eq(grants.id, renewals.grantId))
    .innerJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(renewals.enrolmentId, enrolmentId),
        eq(renewals.state, "granted"),
        isNull(grants.revokedAt),
        gt(grants.endsAt, ctx.now),
      ),
    );
  return rows.map(({ order }) => order);
}

type OrderEnding = Pick<Ending, "why" | "refund"> & { keptMinor?: number | undefined };

/**
 * An order that was paid, or waits to be, has ended: what was earned with it is the customer's money again but what the school keeps. One that
 * has ended before stays as it is.
 */
export async function endOrder(
  ctx: VerbPartCtx,
  order: typeof orders.$inferSelect,
  { why, refund, keptMinor }: OrderEnding,
) {
  const ended = await tryTransition(ctx, orderMachine, order.id, "cancelled", {
    set: { cancelledAt: ctx.now, cancelReason: why, keptMinor: keptMinor ?? 0 },
    why,
  });
  if (!ended) return [];
  if (order.state === "awaiting_payment") {
    await releaseOrder(ctx, order.id, why);
    await endOpenTransfers(ctx, { orderId: order.id, why: "the order is cancelled" });
    return [];
  }
  await releaseCoupons(ctx, order.id);
  // Money that was another order's had paid its invoice, and was taken out again. What is kept of a plan has a paper of its own.
  if ((await loadInstalments(ctx.tx, order.id)).length === 0) await cancelOpenInvoice(ctx, order.id, why);
  await cancelInstalments(ctx, order.id, why);
  await endOpenTransfers(ctx, { orderId: order.id, why: "the order is cancelled" });
  const returnedMinor = (await earnedOf(ctx, order)) - (keptMinor ?? 0);
  await postJournal(ctx, {
    kind: "order_cancelled",
    source: { type: "order", id: order.id },
    lines: [
      { account: "revenue", detail: "", amountMinor: returnedMinor, currency: order.currency },
      { account: "customer_funds", detail: order.id, amountMinor: -returnedMinor, currency: order.currency },
    ],
  });
  await restoreCredit(ctx, order);
  const asked: (typeof refunds.$inferSelect)[] = [];
  const reason = why || "enrolment cancelled";
  // The student's own leaving says nothing of `refund`: the terms have decided.
  const isSent = refund === "now" || (refund === undefined && keptMinor !== undefined);
  for (const owed of isSent ? await listOwedRefunds(ctx.tx, ended) : []) {
    asked.push(await sendBack(ctx, { ...owed, reason }, refund === "now"));
  }
  await flagRefundDue(ctx, order.id);
  return asked;
}

/** By whoever may give back any money, or by the terms on which the school has sold the place. */
async function sendBack(ctx: VerbPartCtx, request: Parameters<typeof requestRefund>[1], isOfOffice: boolean) {
  if (isOfOffice) return (await requestRefund(ctx, request)).refund;
  const asked = await recordRefundRequest(ctx, request);
  await audit(ctx, "refund.request", { type: "refund", id: asked.refund.id }, { after: describeRequest(asked) });
  return asked.refund;
}

/** What is still here of what the school had earned with an order: money that went back already is not owed again. */
async function earnedOf(ctx: StepCtx, order: typeof orders.$inferSelect): Promise<number> {
  const paid = (await getPaidMinor(ctx.tx, [order.id])).get(order.id) ?? 0;
  return Math.max(0, paid - (await getOrderFunds(ctx.tx, order)));
}
