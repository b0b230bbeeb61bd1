import { and, eq, gte, inArray } from "drizzle-orm";
import { type orders, payments } from "#db/schema/index.ts";
import { lowerInstalments } from "../instalments/lower-instalments.ts";
import { LOWERED_BY_MOVE } from "../instalments/compute-lowered.ts";
import { issueAfterLastPart } from "../invoices/issue-on-payment.ts";
import { lowerOpenInvoice } from "../invoices/lower-open-invoice.ts";
import type { StepCtx } from "../kernel/command.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";

type Order = typeof orders.$inferSelect;

/**
 * The step of taking what a cheaper cohort costs less off the open parts of an order's plan, in minor units: so much is never asked for. A
 * transfer that was begun for a part that is lowered ends: it asks for too much.
 */
export async function takeOffPlan(ctx: StepCtx, { id: orderId }: Order, amountMinor: number): Promise<void> {
  const { takenOffMinor, firstLowered } = await lowerInstalments(ctx, {
    orderId,
    mostMinor: amountMinor,
    why: LOWERED_BY_MOVE,
  });
  if (takenOffMinor !== amountMinor) throw new Error("a plan has less to come than a move takes off it");
  const open = await ctx.tx
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        ...[eq(payments.orderId, orderId), eq(payments.provider, "bank")],
        ...[inArray(payments.state, ["created", "pending"]), gte(payments.lastInstalment, firstLowered)],
      ),
    );
  await endOpenTransfers(ctx, { orderId, why: LOWERED_BY_MOVE, open });
}

/** The papers of it, once the move is written down: an open invoice asks for less, and a plan of which nothing is to come is paid. */
export async function issueLowerInvoice(ctx: StepCtx, order: Order): Promise<void> {
  await lowerOpenInvoice(ctx, order.id, LOWERED_BY_MOVE);
  await issueAfterLastPart(ctx, order);
}
