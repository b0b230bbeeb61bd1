import { and, eq } from "drizzle-orm";
import { claimLinks, enrolments, holds, moves, orderLines, orders, renewals } from "#db/schema/index.ts";
import { claimLinkMachine } from "../claim-links/machine.ts";
import { releaseCoupons } from "../coupons/release-coupons.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";
import { releaseSeat, stillHeld } from "../seats/claims.ts";
import { restoreCredit } from "../credit/restore-credit.ts";
import { cancelInstalments } from "../instalments/cancel-instalments.ts";
import { cancelOpenInvoice } from "../invoices/cancel-invoice.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { restoreBlockSeat } from "../seat-blocks/restore-block-seat.ts";
import { offerSeats } from "../seats/offer-seats.ts";
import { flagRefundDue } from "../refunds/refund-due.ts";
import { holdMachine } from "../seats/machine.ts";

/** Gives back what an unpaid order held: its seats go to whoever waits, and its enrolments end; a place that it was to move stays where it is. Part of its money may have come. */
export async function releaseOrder(ctx: StepCtx, orderId: string, why: string): Promise<void> {
  const lines = await ctx.tx
    .select({ id: orderLines.id, kind: orderLines.kind, cohortId: orderLines.cohortId })
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId));
  for (const line of lines) {
    if (line.kind === "renewal") {
      const cancelled = { state: "cancelled" as const, decidedAt: ctx.now };
      const waits = and(eq(renewals.orderLineId, line.id), eq(renewals.state, "awaiting_payment"));
      await ctx.tx.update(renewals).set(cancelled).where(waits);
      continue;
    }
    if (line.kind === "claim") await endUnpaidLink(ctx, line.id, why);
    if (line.kind === "move") {
      const cancelled = { state: "cancelled" as const, decidedAt: ctx.now };
      const waits = and(eq(moves.orderLineId, line.id), eq(moves.state, "awaiting_payment"));
      await ctx.tx.update(moves).set(cancelled).where(waits);
    }
    const [enrolment] = await ctx.tx
      .select({ id: enrolments.id })
      .from(enrolments)
      .where(and(eq(enrolments.orderLineId, line.id), eq(enrolments.state, "pending")));
    if (enrolment) {
      await tryTransition(ctx, enrolmentMachine, enrolment.id, "cancelled", {
        from: ["pending"],
        set: { endedAt: ctx.now },
        why,
      });
    }
    if (await restoreBlockSeat(ctx, { orderLineId: line.id, cohortId: line.cohortId }, "held")) continue;
    const [hold] = await ctx.tx
      .select({ id: holds.id })
      .from(holds)
      .where(and(eq(holds.orderLineId, line.id), stillHeld));
    if (hold && (await tryTransition(ctx, holdMachine, hold.id, "released", { why }))) {
      await releaseSeat(ctx, line.cohortId, "held");
      await offerSeats(ctx, line.cohortId);
    }
  }
  await releaseCoupons(ctx, orderId);
  await cancelInstalments(ctx, orderId, why);
  await cancelOpenInvoice(ctx, orderId, why);
  await restoreCreditOf(ctx, orderId);
  await flagRefundDue(ctx, orderId);
}

async function restoreCreditOf(ctx: StepCtx, orderId: string): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (order) await restoreCredit(ctx, order);
}

async function endUnpaidLink(ctx: StepCtx, orderLineId: string, why: string): Promise<void> {
  const [link] = await ctx.tx
    .select({ id: claimLinks.id })
    .from(claimLinks)
    .where(and(eq(claimLinks.orderLineId, orderLineId), eq(claimLinks.state, "unpaid")));
  if (!link) return;
  await tryTransition(ctx, claimLinkMachine, link.id, "cancelled", {
    from: ["unpaid"],
    set: { endedAt: ctx.now },
    why,
  });
}
