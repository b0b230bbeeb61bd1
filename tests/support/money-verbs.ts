import type { Action } from "#domain/policy.ts";

type Things = {
  order: { orderId: string };
  payment: { paymentId: string };
  cohort: { cohortId: string };
  offer: { offerId: string };
  card: { cardId: string };
};
type Row = [action: Action, whose: "buyer" | "school", input: (things: Things) => unknown];

const BILLING = {
  ...{ company: "", name: "N", street: "", number: "", postCode: "", town: "" },
  ...{ country: "CH", vatId: "", reference: "" },
};

/** The verbs about invoices, instalments, refunds and payouts, for domain/who-may.db.test.ts. */
export const MONEY_VERBS: Record<string, Row> = {
  "checkout/accept-withdrawal": ["withdrawal.decide", "school", () => ({ withdrawalId: "" })],
  "checkout/decline-withdrawal": ["withdrawal.decide", "school", () => ({ withdrawalId: "", why: "" })],
  "checkout/record-withdrawal": [
    "withdrawal.declare",
    "school",
    () => ({ id: "wdr_1", code: "ZZZZZZZ", email: "a@example.org", name: "A" }),
  ],
  "checkout/record-cohort-ending-failure": ["enrolment.cancel", "school", () => ({ cohortId: "" })],
  "checkout/refund-cohort-ending": ["refund.request", "school", () => ({ endingId: "" })],
  "checkout/retry-cohort-endings": ["cohort.retry", "school", () => ({ cohortId: "" })],
  "checkout/end-purchase": ["order.end", "school", ({ order }) => ({ ...order, lines: [], why: "", refund: "now" })],
  "checkout/record-transfer": [
    "payment.confirm",
    "school",
    ({ order }) => ({ ...order, amountMinor: 1, currency: "CHF", key: "k" }),
  ],
  "bank/add-bank-account": ["bank.account", "school", () => ({ account: "" })],
  "bank/record-bank-file": [
    "bank.load",
    "school",
    () => ({ hash: "", name: "", format: "camt053", statements: [], findings: [] }),
  ],
  "bank/record-bank-lines": [
    "bank.load",
    "school",
    () => ({ fileId: "", accountId: "", source: "camt053", lines: [] }),
  ],
  "bank/settle-bank-line": ["bank.load", "school", () => ({ lineId: "" })],
  "bank/match-bank-line": ["bank.match", "school", () => ({ lineId: "", typed: "" })],
  "bank/ignore-bank-line": ["bank.ignore", "school", () => ({ lineId: "", why: "" })],
  "bank/undo-bank-line": ["bank.undo", "school", () => ({ lineId: "" })],
  "accounting/book-journals": ["accounting.book", "school", () => undefined],
  "accounting/earn-revenue": ["accounting.book", "school", () => ({ period: "2026-01" })],
  "accounting/add-entry": ["accounting.edit", "school", () => ({ currency: "CHF" })],
  "accounting/reverse-entry": ["accounting.edit", "school", () => ({ seq: 0, reason: "" })],
  "accounting/close-period": ["accounting.close", "school", () => ({ period: "2026-01" })],
  "accounting/reopen-period": ["accounting.reopen", "school", () => ({ period: "2026-01", reason: "" })],
  "payouts/create-payout-run": ["payout.create", "school", () => ({ currency: "", debtor: { iban: "" } })],
  "payouts/release-payout-file": ["payout.download", "school", () => ({ runId: "" })],
  "payouts/remove-from-payout-run": ["payout.remove", "school", () => ({ runId: "", refundId: "" })],
  "payouts/mark-payout-run-sent": ["payout.send", "school", () => ({ runId: "" })],
  "payouts/cancel-payout-run": ["payout.cancel", "school", () => ({ runId: "", why: "" })],
  "refunds/request-refund-account": ["refund.ask", "school", () => ({ refundId: "" })],
  "refunds/record-returned-refund": ["refund.return", "school", () => ({ refundId: "", reason: "transfer_returned" })],
  "refunds/mark-refund-sent": ["refund.request", "school", () => ({ refundId: "" })],
  "refunds/record-external-refund": ["refund.record", "school", () => ({})],
  "refunds/record-refund": ["refund.record", "school", () => ({ refundId: "", view: { state: "done" } })],
  "refunds/approve-refund": ["refund.approve", "school", () => ({ refundId: "" })],
  "refunds/decline-refund": ["refund.decline", "school", () => ({ refundId: "", why: "" })],
  "refunds/request-refund": ["refund.request", "school", ({ payment }) => payment],
  "refunds/set-refund-account": ["refund.account", "buyer", ({ order }) => order],
  "invoices/issue-invoice": ["invoice.issue", "school", ({ order }) => order],
  "invoices/correct-invoice": ["invoice.correct", "school", () => ({ invoiceId: "", ...BILLING })],
  "invoices/record-invoice-file": ["invoice.make", "school", () => ({ invoiceId: "", failure: "" })],
  "invoices/record-vat-check": [
    "invoice.check_vat",
    "school",
    () => ({ orderId: "", vatId: "", tries: 0, answer: null }),
  ],
  "invoices/set-billing-details": ["order.bill", "buyer", ({ order }) => ({ ...order, ...BILLING })],
  "reconciliation/record-transactions": ["reconciliation.run", "school", () => ({ transactions: [] })],
  "reconciliation/record-differences": ["reconciliation.run", "school", () => ({ span: {}, found: [] })],
  "reconciliation/record-unanswered": ["payment.settle", "school", () => ({ paymentId: "" })],
  "reconciliation/resolve-difference": ["reconciliation.resolve", "school", () => ({ differenceId: "", note: "" })],
  "payments/start-card-charge": ["payment.charge", "school", () => ({ instalmentId: "" })],
  "payments/claim-charge": ["payment.charge", "school", () => ({ paymentId: "" })],
  "payments/record-charge": ["payment.charge", "school", () => ({ paymentId: "", reference: "" })],
  "payments/record-forgotten-card": ["payment.charge", "school", () => ({ cardId: "" })],
  "payments/remove-saved-card": ["saved_card.remove", "buyer", ({ card }) => card],
  "instalments/remind-of-instalment": ["payment.remind", "school", () => ({ instalmentId: "", level: 1 })],
  "instalments/remind-of-order": ["payment.remind", "school", () => ({ orderId: "" })],
  "instalments/set-order-reminders": ["payment.remind", "school", () => ({ orderId: "", isOff: true })],
  "instalments/waive-fees": ["order.waive", "school", () => ({ orderId: "", why: "" })],
  "checkout/remind-of-transfer": ["payment.remind", "school", () => ({ orderId: "", days: 3 })],
  "checkout/suspend-late-places": ["enrolment.suspend", "school", () => ""],
  "courses/set-payment-plan": ["cohort.edit", "school", ({ cohort }) => ({ ...cohort, plan: null })],
  "coupons/create-coupon": ["coupon.edit", "school", () => ({ code: null, scopes: [] })],
  "coupons/edit-coupon": ["coupon.edit", "school", () => ({ couponId: "" })],
  "coupons/end-coupon": ["coupon.edit", "school", () => ({ couponId: "" })],
  "coupons/add-coupon-codes": ["coupon.edit", "school", () => ({ couponId: "", count: 0 })],
  "price-rules/create-price-rule": ["price_rule.edit", "school", () => ({})],
  "price-rules/edit-price-rule": ["price_rule.edit", "school", () => ({ priceRuleId: "" })],
  "price-rules/end-price-rule": ["price_rule.edit", "school", () => ({ priceRuleId: "" })],
  "tax/add-tax-rate": ["settings.edit", "school", () => ({})],
  "tax/remove-tax-rate": ["settings.edit", "school", () => ({ taxRateId: "" })],
  "disputes/record-dispute": ["dispute.record", "school", () => ({})],
  "payments/drop-attempt": ["payment.settle", "school", ({ payment }) => payment.paymentId],
  "payments/record-checkout": ["payment.settle", "school", ({ payment }) => payment],
  "payments/renew-payment": ["payment.settle", "school", ({ payment }) => payment.paymentId],
  "payments/start-payment": ["order.pay", "buyer", ({ order }) => order],
  "credit/give-credit": ["credit.give", "school", () => ({ userId: "", amountMinor: 1, currency: "CHF", reason: "" })],
  "credit/offer-credit": ["credit.offer", "school", ({ order }) => ({ ...order, amountMinor: 1, reason: "" })],
  "credit/answer-credit-offer": ["credit.decide", "buyer", ({ offer }) => ({ ...offer, agrees: false })],
  "credit/refund-credit": ["credit.pay_out", "school", () => ({ userId: "", amountMinor: 1, currency: "CHF" })],
  "checkout/apply-credit": ["order.pay", "buyer", ({ order }) => order],
};
