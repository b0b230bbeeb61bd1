import { eq, sql } from "drizzle-orm";
import { sandboxCheckouts, sandboxRefunds } from "#db/schema/index.ts";
import { formatFailure } from "#domain/kernel/describe-failure.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { RefundRequest, RefundStatus } from "#domain/payments/provider.ts";
import { type Gateway, writeBooks } from "./gateway.ts";

/** Gives play money back, at most what was charged. The same key is the same refund. */
export async function refundCheckout(gateway: Gateway, request: RefundRequest): Promise<RefundStatus> {
  const now = gateway.clock();
  return writeBooks(gateway, async (tx): Promise<RefundStatus> => {
    const [earlier] = await tx
      .select({ id: sandboxRefunds.id })
      .from(sandboxRefunds)
      .where(eq(sandboxRefunds.idempotencyKey, request.idempotencyKey));
    if (earlier) return { state: "done", reference: earlier.id };

    const id = createId("sandboxRefund");
    const [checkout] = await tx.select().from(sandboxCheckouts).where(eq(sandboxCheckouts.id, request.reference));
    if (checkout?.state !== "paid" || checkout.currency !== request.amount.currency) {
      return { state: "failed", reference: id, failure: formatFailure("nothing_charged") };
    }
    const [given] = await tx
      .select({ minor: sql<number>`coalesce(sum(${sandboxRefunds.amountMinor}), 0)`.mapWith(Number) })
      .from(sandboxRefunds)
      .where(eq(sandboxRefunds.checkoutId, checkout.id));
    if ((given?.minor ?? 0) + request.amount.minor > checkout.amountMinor) {
      return { state: "failed", reference: id, failure: formatFailure("more_than_charged") };
    }
    await tx.insert(sandboxRefunds).values({
      id,
      checkoutId: checkout.id,
      idempotencyKey: request.idempotencyKey,
      amountMinor: request.amount.minor,
      reason: request.reason.slice(0, 1000),
      createdAt: now,
    });
    return { state: "done", reference: id };
  });
}
