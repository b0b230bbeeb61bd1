import { and, eq } from "drizzle-orm";
import { disputes, type payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState, tryTransition } from "../kernel/transitions.ts";
import { clearReviewReason } from "../orders/clear-review-reason.ts";
import { flagReversal } from "../orders/flag-reversal.ts";
import type { DisputeAtProvider } from "../payments/provider.ts";
import { authorize } from "../policy.ts";
import { bookReversal, undoReversal } from "../refunds/book-reversal.ts";
import { disputeMachine } from "./machine.ts";

type Payment = typeof payments.$inferSelect;
type Dispute = typeof disputes.$inferSelect;

/**
 * Notes what the provider says of a dispute: the buyer's bank wants a payment back. While it is open a person answers it at the
 * provider. The ledger follows when its money is taken and when it is put back. A lost one calls for a person, who decides what
 * becomes of the place; nothing ends by itself. Saying it again changes nothing. Says whether anything was new.
 */
export async function recordDispute(
  ctx: WriteCtx,
  { payment, dispute }: { payment: Payment; dispute: DisputeAtProvider },
): Promise<boolean> {
  authorize(ctx, "dispute.record", {});
  const [before] = await ctx.tx
    .select()
    .from(disputes)
    .where(and(eq(disputes.paymentId, payment.id), eq(disputes.reference, dispute.reference)));
  const now = before ?? (await open(ctx, payment, dispute));
  const changes = [
    await followState(ctx, payment, now, dispute),
    await followMoney(ctx, now, dispute),
    await followDeadline(ctx, now, dispute),
  ];
  const isNew = before === undefined || changes.includes(true);
  if (isNew) {
    const { state, respondBy, amount, isWithdrawn, isReinstated } = dispute;
    await audit(
      ctx,
      "dispute.record",
      { type: "dispute", id: now.id },
      {
        ...(before ? { before: { state: before.state } } : {}),
        after: { payment: payment.id, state, amountMinor: amount.minor, isWithdrawn, isReinstated, respondBy },
      },
    );
  }
  return isNew;
}

async function open(ctx: StepCtx, payment: Payment, dispute: DisputeAtProvider): Promise<Dispute> {
  const [made] = await ctx.tx
    .insert(disputes)
    .values({
      id: createId("dispute"),
      paymentId: payment.id,
      reference: dispute.reference,
      state: "open",
      amountMinor: dispute.amount.minor,
      currency: dispute.amount.currency,
      reason: dispute.reason.slice(0, 200),
      respondBy: dispute.respondBy,
      createdAt: ctx.now,
    })
    .returning();
  if (!made) throw new Error("the dispute was not written");
  await recordState(ctx, { type: "dispute", id: made.id }, null, "open", made.reason);
  return made;
}

async function followState(ctx: StepCtx, payment: Payment, { id }: Dispute, { state }: DisputeAtProvider) {
  if (state === "open") return false;
  const ended = await tryTransition(ctx, disputeMachine, id, state, { set: { closedAt: ctx.now } });
  if (ended?.state === "lost") await flagReversal(ctx, payment.orderId, "dispute_lost");
  // An appeal was won: nothing is left for a person to decide.
  if (ended?.state === "won") await clearReviewReason(ctx, payment.orderId, ["dispute_lost"]);
  return ended !== undefined;
}

/** Money that was taken and put back before anybody heard of it has passed both ways. */
async function followMoney(
  ctx: StepCtx,
  { id, paymentId, amountMinor, currency, withdrawnAt, reinstatedAt }: Dispute,
  { isWithdrawn, isReinstated }: DisputeAtProvider,
): Promise<boolean> {
  const source = { type: "dispute", id } as const;
  const leaves = isWithdrawn && withdrawnAt === null;
  const comesBack = isReinstated && isWithdrawn && reinstatedAt === null;
  if (leaves) {
    await ctx.tx.update(disputes).set({ withdrawnAt: ctx.now }).where(eq(disputes.id, id));
    await bookReversal(ctx, "dispute_withdrawn", { source, paymentId, amountMinor, currency });
  }
  if (comesBack) {
    await ctx.tx.update(disputes).set({ reinstatedAt: ctx.now }).where(eq(disputes.id, id));
    await undoReversal(ctx, "dispute_reinstated", { source, paymentId });
  }
  return leaves || comesBack;
}

/** An enquiry that becomes a dispute has another day to answer by. */
async function followDeadline(ctx: StepCtx, { id, respondBy }: Dispute, dispute: DisputeAtProvider): Promise<boolean> {
  const later = dispute.respondBy;
  if (later === null || (respondBy !== null && later <= respondBy)) return false;
  const moved = await ctx.tx
    .update(disputes)
    .set({ respondBy: later })
    .where(and(eq(disputes.id, id), eq(disputes.state, "open")))
    .returning({ id: disputes.id });
  return moved.length > 0;
}
