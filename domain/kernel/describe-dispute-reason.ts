import { type MessageKey, message, type Words } from "#messages/message.ts";

type ReasonKey = Extract<MessageKey, `dispute_reasons.${string}`>;

/** Stripe's names, which the sandbox has too. */
const REASONS: Readonly<Record<string, ReasonKey>> = {
  bank_cannot_process: "dispute_reasons.bank_cannot_process",
  check_returned: "dispute_reasons.check_returned",
  credit_not_processed: "dispute_reasons.credit_not_processed",
  customer_initiated: "dispute_reasons.customer_initiated",
  debit_not_authorized: "dispute_reasons.debit_not_authorized",
  duplicate: "dispute_reasons.duplicate",
  fraudulent: "dispute_reasons.fraudulent",
  general: "dispute_reasons.general",
  incorrect_account_details: "dispute_reasons.incorrect_account_details",
  insufficient_funds: "dispute_reasons.insufficient_funds",
  noncompliant: "dispute_reasons.noncompliant",
  product_not_received: "dispute_reasons.product_not_received",
  product_unacceptable: "dispute_reasons.product_unacceptable",
  subscription_canceled: "dispute_reasons.subscription_canceled",
  unrecognized: "dispute_reasons.unrecognized",
};

/** Why a buyer's bank wants money back, in the reader's language; what nobody has translated stands as the provider says it. */
export function describeDisputeReason(reason: string, words: Pick<Words, "format">): string {
  const key = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  return key ? words.format(message(key)) : reason === "" ? "" : `«${reason.replaceAll("_", " ")}»`;
}
