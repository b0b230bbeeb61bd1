import { type FailureCode, formatFailure } from "#domain/kernel/describe-failure.ts";

/** Stripe's names for why a payment failed (`decline_code`, and where there is none `code`). */
const PAYMENTS: Readonly<Record<string, FailureCode>> = {
  authentication_required: "not_authenticated",
  call_issuer: "your_card_declined",
  card_declined: "your_card_declined",
  card_not_supported: "your_card_not_supported",
  card_velocity_exceeded: "your_card_declined",
  currency_not_supported: "your_card_not_for_this",
  do_not_honor: "your_card_declined",
  do_not_try_again: "your_card_declined",
  expired_card: "your_card_expired",
  fraudulent: "your_card_declined",
  generic_decline: "your_card_declined",
  incorrect_cvc: "your_card_security_code_incorrect",
  incorrect_number: "your_card_number_incorrect",
  insufficient_funds: "your_card_without_funds",
  invalid_cvc: "your_card_security_code_invalid",
  invalid_expiry_month: "your_card_month_invalid",
  invalid_expiry_year: "your_card_year_invalid",
  invalid_number: "your_card_number_invalid",
  invalid_account: "your_card_declined",
  issuer_not_available: "error_processing_later",
  // Stripe asks not to tell a buyer more about these than that the card was declined.
  lost_card: "your_card_declined",
  no_action_taken: "your_card_declined",
  not_permitted: "your_card_not_for_this",
  payment_intent_authentication_failure: "not_authenticated",
  pickup_card: "your_card_declined",
  processing_error: "error_processing_later",
  reenter_transaction: "error_processing_later",
  restricted_card: "your_card_declined",
  security_violation: "your_card_declined",
  service_not_allowed: "your_card_not_for_this",
  stolen_card: "your_card_declined",
  stop_payment_order: "your_card_declined",
  transaction_not_allowed: "your_card_not_for_this",
  try_again_later: "error_processing_later",
  withdrawal_count_limit_exceeded: "your_card_declined",
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
