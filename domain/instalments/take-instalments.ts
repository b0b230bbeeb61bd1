import { and, between, eq, lte } from "drizzle-orm";
import { orderInstalments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { recordState } from "../kernel/transitions.ts";

/** Which instalments of an order are paid, and by what was asked for when. `paymentId`: none of what credit has paid. */
export type TakenBy = { orderId: string; first: number; last: number; askedAt: Date; paymentId: string | null };

/**
 * Marks instalments as paid, each once: one that was paid by another payment meanwhile is not taken again, nor is a fee that was not
 * asked for yet when the payment began. Says what those that were taken now cost together, in minor units.
 */
export async function takeInstalments(ctx: StepCtx, by: TakenBy): Promise<number> {
  const taken = await ctx.tx
    .update(orderInstalments)
    .set({ state: "paid", paymentId: by.paymentId, paidAt: ctx.now })
    .where(
      and(
        eq(orderInstalments.orderId, by.orderId),
        between(orderInstalments.number, by.first, by.last),
        eq(orderInstalments.state, "due"),
        lte(orderInstalments.createdAt, by.askedAt),
      ),
    )
    .returning({ id: orderInstalments.id, amountMinor: orderInstalments.amountMinor });
  for (const { id } of taken) await recordState(ctx, { type: "instalment", id }, "due", "paid");
  return taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
