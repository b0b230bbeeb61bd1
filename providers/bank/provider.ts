import { and, eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { getTransferReference } from "#domain/payments/get-transfer-reference.ts";
import { BadSignature, type PaymentProvider, ProviderTrouble } from "#domain/payments/provider.ts";

/**
 * A transfer that the buyer makes at their bank. No machine tells us of it: somebody in the office sees the money on the
 * account and confirms it, so here every attempt stays pending, and nothing can be called off or sent back.
 */
export function bankProvider(database: Database): PaymentProvider {
  return {
    name: "bank",
    label: "payments.bank_label",
    explanation: "payments.bank_explanation",
    start: async ({ orderCode, paymentId }) => ({
      reference: getTransferReference(orderCode, paymentId),
      checkoutUrl: null,
    }),
    look: (reference) => look(database, reference),
    cancel: async () => {},
    // Whoever asked for it makes the transfer and then says so.
    refund: async ({ refundId }) => ({ state: "submitted", reference: refundId }),
    readEvent: async () => {
      throw new BadSignature("no bank sends messages here");
    },
  };
}

async function look(database: Database, reference: string) {
  const [asked] = await database.read
    .select({ id: payments.id, minor: payments.amountMinor, currency: payments.currency })
    .from(payments)
    .where(and(eq(payments.provider, "bank"), eq(payments.reference, reference)));
  if (!asked) throw new ProviderTrouble("no transfer was asked for under this reference");
  const { id, ...amount } = asked;
  return { state: "pending" as const, amount, live: true, paymentId: id };
}
