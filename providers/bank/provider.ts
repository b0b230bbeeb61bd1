import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { BadSignature, type PaymentProvider, ProviderTrouble } from "#domain/payments/provider.ts";
import { creditorReference } from "./creditor-reference.ts";

/** Tells two attempts at one order apart; with 32 letters to the fourth power, a person's few attempts never meet. */
const ATTEMPT_CHARACTERS = 4;
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

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
      reference: creditorReference(`${orderCode}${attemptOf(paymentId)}`),
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

/** Four letters made from the payment's id: the same attempt always has the same reference. */
function attemptOf(paymentId: string): string {
  const bytes = createHash("sha256").update(paymentId).digest().subarray(0, ATTEMPT_CHARACTERS);
  return Array.from(bytes, (byte) => LETTERS[byte & 31]).join("");
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
