import { type FailureCode, formatFailure } from "#domain/kernel/describe-failure.ts";

/** Stripe's names for why a payment failed (`decline_code`, and where there is none `code`). */
const PAYMENTS: Readonly<Record<string, FailureCode>> = {
  authentication_required: "not_authenticated",
  card_declined: "your_card_declined",
  card_not_supported: "your_card_not_supported",
  do_not_honor: "your_card_declined",
  expired_card: "your_card_expired",
  generic_decline: "your_card_declined",
  incorrect_cvc: "your_card_security_code_incorrect",
  incorrect_number: "your_card_number_incorrect",
  insufficient_funds: "your_card_without_funds",
  invalid_cvc: "your_card_security_code_invalid",
  invalid_expiry_month: "your_card_month_invalid",
  invalid_expiry_year: "your_card_year_invalid",
  invalid_number: "your_card_number_invalid",
  payment_intent_authentication_failure: "not_authenticated",
  processing_error: "error_processing_later",
  transaction_not_allowed: "your_card_not_for_this",
};

/** Stripe's `failure_reason` of a refund. */
const REFUNDS: Readonly<Record<string, FailureCode>> = {
  charge_for_pending_refund_disputed: "refund_disputed",
  declined: "refund_declined",
  expired_or_canceled_card: "refund_card_expired",
  insufficient_funds: "refund_without_funds",
  lost_or_stolen_card: "refund_card_lost",
  merchant_request: "refund_cancelled",
};

type PaymentError = { code?: string | null; decline_code?: string | null; message?: string | null };

const lookUp = (table: Readonly<Record<string, FailureCode>>, name: string | null | undefined) =>
  name && Object.hasOwn(table, name) ? table[name] : undefined;

/** A failed payment as it is kept: our code for the reason, and Stripe's own words. */
export function toPaymentFailure(error: PaymentError | null | undefined): string {
  const code = lookUp(PAYMENTS, error?.decline_code) ?? lookUp(PAYMENTS, error?.code);
  return formatFailure(code ?? "payment_not_through", error?.message ?? "");
}

/** A refund that failed or was cancelled, as it is kept. */
export function toRefundFailure(reason: string | null | undefined, status: string): string {
  const code = lookUp(REFUNDS, reason) ?? (status === "canceled" ? "refund_cancelled" : "refund_failed");
  return formatFailure(code, reason ?? "");
}
