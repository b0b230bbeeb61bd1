import type { PlainKey } from "#messages/message.ts";
import type { CohortEndingRow } from "#domain/checkout/list-cohort-endings.ts";
import type { DifferenceRow } from "#domain/reconciliation/list-differences.ts";
import type { WithdrawalRow } from "#domain/checkout/list-withdrawals.ts";
import type { ClaimLinkRow } from "#domain/checkout/list-claim-links.ts";
import type { ApplicationRow } from "#domain/applications/list-applications.ts";
import type { CertificateRow } from "#domain/certificates/list-certificates.ts";
import type { Course } from "#domain/courses/machine.ts";
import type { EnrolmentRow } from "#domain/enrolments/list-enrolments.ts";
import type { RenewalRow } from "#domain/enrolments/list-renewals.ts";
import type { DisputeRow, PaymentRow, RefundRow } from "#domain/orders/load-order-payments.ts";
import type { OrderRow } from "#domain/orders/list-orders.ts";
import type { OrderBalance } from "#domain/orders/get-order-balance.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { formatAmount } from "../ui/money.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type StateWords<State extends string> = Record<State, { label: PlainKey; tone: Tone }>;

/** Every state in the words of the office, and the colour that repeats them. */
export const ENROLMENT_WORDS: StateWords<EnrolmentRow["state"]> = {
  pending: { label: "admin.enrolment_pending", tone: "warn" },
  active: { label: "admin.enrolment_active", tone: "ok" },
  suspended: { label: "admin.enrolment_suspended", tone: "warn" },
  completed: { label: "admin.enrolment_completed", tone: "info" },
  cancelled: { label: "admin.enrolment_cancelled", tone: "neutral" },
  revoked: { label: "admin.enrolment_revoked", tone: "bad" },
};

export const ORDER_WORDS: StateWords<OrderRow["state"]> = {
  draft: { label: "admin.order_draft", tone: "neutral" },
  awaiting_payment: { label: "admin.order_awaiting_payment", tone: "warn" },
  paid: { label: "admin.order_paid", tone: "ok" },
  expired: { label: "admin.order_expired", tone: "neutral" },
  cancelled: { label: "admin.order_cancelled", tone: "neutral" },
};

export const PAYMENT_WORDS: StateWords<PaymentRow["state"]> = {
  created: { label: "admin.payment_created", tone: "neutral" },
  pending: { label: "admin.payment_pending", tone: "warn" },
  settled: { label: "admin.payment_settled", tone: "ok" },
  failed: { label: "admin.payment_failed", tone: "bad" },
  cancelled: { label: "admin.payment_cancelled", tone: "neutral" },
  expired: { label: "admin.payment_expired", tone: "neutral" },
};

const REFUND_WORDS: StateWords<RefundRow["state"]> = {
  requested: { label: "admin.refund_requested", tone: "warn" },
  submitted: { label: "admin.refund_submitted", tone: "warn" },
  done: { label: "admin.refund_done", tone: "ok" },
  failed: { label: "admin.refund_failed", tone: "bad" },
  external: { label: "admin.refund_external", tone: "info" },
};

export const DISPUTE_WORDS: StateWords<DisputeRow["state"]> = {
  open: { label: "admin.dispute_open", tone: "bad" },
  won: { label: "admin.dispute_won", tone: "ok" },
  lost: { label: "admin.dispute_lost", tone: "bad" },
  closed: { label: "admin.dispute_closed", tone: "neutral" },
};

export const COURSE_WORDS: StateWords<Course["state"]> = {
  draft: { label: "admin.course_draft", tone: "neutral" },
  published: { label: "admin.course_published", tone: "ok" },
  archived: { label: "admin.course_archived", tone: "neutral" },
};

export const RENEWAL_WORDS: StateWords<RenewalRow["state"]> = {
  requested: { label: "admin.renewal_state_requested", tone: "warn" },
  awaiting_payment: { label: "admin.renewal_state_awaiting_payment", tone: "warn" },
  granted: { label: "admin.renewal_state_granted", tone: "ok" },
  declined: { label: "admin.renewal_state_declined", tone: "bad" },
  cancelled: { label: "admin.renewal_state_cancelled", tone: "neutral" },
  refunded: { label: "admin.renewal_state_refunded", tone: "neutral" },
};

export const CLAIM_LINK_WORDS: StateWords<ClaimLinkRow["state"]> = {
  unpaid: { label: "claims.status_unpaid", tone: "warn" },
  open: { label: "admin_claims.state_open", tone: "info" },
  claimed: { label: "claims.status_claimed", tone: "ok" },
  cancelled: { label: "claims.status_cancelled", tone: "neutral" },
};

export const COHORT_ENDING_WORDS: StateWords<CohortEndingRow["state"]> = {
  waiting: { label: "endings.ending_waiting", tone: "info" },
  done: { label: "endings.ending_done", tone: "ok" },
  failed: { label: "endings.ending_failed", tone: "bad" },
};

export const WITHDRAWAL_WORDS: StateWords<WithdrawalRow["state"]> = {
  open: { label: "withdrawals.state_open", tone: "warn" },
  accepted: { label: "withdrawals.state_accepted", tone: "ok" },
  declined: { label: "withdrawals.state_declined", tone: "neutral" },
};

export const DIFFERENCE_STATUS_WORDS: StateWords<"open" | "resolved"> = {
  open: { label: "reconciliation.status_open", tone: "warn" },
  resolved: { label: "reconciliation.status_resolved", tone: "ok" },
};

export const KIND_WORDS: StateWords<DifferenceRow["kind"]> = {
  missing_there: { label: "reconciliation.kind_missing_there", tone: "bad" },
  missing_here: { label: "reconciliation.kind_missing_here", tone: "bad" },
  amount: { label: "reconciliation.kind_amount", tone: "bad" },
  unanswered: { label: "reconciliation.kind_unanswered", tone: "warn" },
};

export const APPROVAL_WORDS: StateWords<NonNullable<RefundRow["approval"]>> = {
  awaited: { label: "approvals.state_awaited", tone: "warn" },
  given: { label: "approvals.state_given", tone: "ok" },
  declined: { label: "approvals.state_declined", tone: "bad" },
};

export const APPLICATION_WORDS: StateWords<ApplicationRow["state"]> = {
  applied: { label: "admin.application_state_applied", tone: "warn" },
  approved: { label: "admin.application_state_approved", tone: "ok" },
  declined: { label: "admin.application_state_declined", tone: "bad" },
  withdrawn: { label: "admin.application_state_withdrawn", tone: "neutral" },
};

export const CERTIFICATE_WORDS: StateWords<CertificateRow["state"]> = {
  issued: { label: "admin.certificate_state_issued", tone: "ok" },
  revoked: { label: "admin.certificate_state_revoked", tone: "bad" },
  replaced: { label: "admin.certificate_state_replaced", tone: "neutral" },
};

const PROVIDER_LABELS: Record<PaymentRow["provider"], PlainKey> = {
  sandbox: "admin.provider_sandbox",
  stripe: "admin.provider_stripe",
  bank: "admin.provider_bank",
};

export function providerLabel(provider: PaymentRow["provider"]): string {
  return getTranslator()(PROVIDER_LABELS[provider]);
}

/** As `providerLabel`, and what is no provider as it is stored. */
export function storedProviderLabel(name: string): string {
  return Object.hasOwn(PROVIDER_LABELS, name) ? providerLabel(name as PaymentRow["provider"]) : name;
}

/** The choices of a filter by provider. */
export function providerOptions(): { value: string; label: string }[] {
  const t = getTranslator();
  return Object.entries(PROVIDER_LABELS).map(([value, label]) => ({ value, label: t(label) }));
}

/** How a refund stands. One by bank transfer is sent by the office itself, so until that is done it is not on its way. */
type RefundBadgeProps = { provider: PaymentRow["provider"] } & Pick<RefundRow, "state" | "approval">;

export function RefundBadge({ provider, state, approval }: RefundBadgeProps) {
  const t = getTranslator();
  if (approval === "awaited") return <StateBadge words={APPROVAL_WORDS} state="awaited" />;
  const isToBeSent = provider === "bank" && (state === "requested" || state === "submitted");
  if (isToBeSent) return <Badge tone="warn">{t("admin.to_be_sent")}</Badge>;
  return <StateBadge words={REFUND_WORDS} state={state} />;
}

/** A state as a badge, in the words of its table. */
export function StateBadge<State extends string>({ words, state }: { words: StateWords<State>; state: State }) {
  const { label, tone } = words[state];
  return <Badge tone={tone}>{getTranslator()(label)}</Badge>;
}

/** A state in the words of its table; one that this version no longer knows, as it is stored. */
export function stateLabel<State extends string>(words: StateWords<State>, state: string): string {
  return Object.hasOwn(words, state) ? getTranslator()(words[state as State].label) : state;
}

/** The choices of a filter by state. */
export function stateOptions<State extends string>(words: StateWords<State>): { value: string; label: string }[] {
  const t = getTranslator();
  return (Object.entries(words) as [State, { label: PlainKey }][]).map(([value, { label }]) => ({
    value,
    label: t(label),
  }));
}

type ReviewReason = NonNullable<OrderRow["reviewReason"]>;

const REVIEW_REASON_WORDS: Record<ReviewReason, PlainKey> = {
  underpaid: "admin.review_reason_underpaid",
  paid_twice: "admin.review_reason_paid_twice",
  money_after_cancellation: "admin.review_reason_money_after_cancellation",
  late_money_no_seat: "admin.review_reason_late_money_no_seat",
  late_money_enrolled_elsewhere: "admin.review_reason_late_money_enrolled_elsewhere",
  amount_mismatch: "admin.review_reason_amount_mismatch",
  provider_refused: "admin.review_reason_provider_refused",
  refund_due: "admin.review_reason_refund_due",
  refunded_outside: "admin.review_reason_refunded_outside",
  dispute_lost: "admin.review_reason_dispute_lost",
};

/** Why a person must look at an order, in a sentence. */
export function formatReviewReason(reason: ReviewReason): string {
  return getTranslator()(REVIEW_REASON_WORDS[reason]);
}

/** How an order stands, in a word and, where something is off, by how much. */
export function BalanceBadge({ state, balance, currency }: { state: string; balance: OrderBalance; currency: string }) {
  const t = getTranslator();
  const { kind, differenceMinor, refundedMinor, laterMinor } = balance;
  // Nobody was asked for anything yet.
  if (state === "draft" && kind === "unpaid") return <Badge>{t("admin.not_sent_yet")}</Badge>;
  const by = formatAmount({ minor: Math.abs(differenceMinor), currency });
  if (kind === "overpaid" && (state === "cancelled" || state === "expired"))
    return <Badge tone="warn">{t("admin.to_give_back", { by })}</Badge>;
  if (kind === "overpaid") return <Badge tone="warn">{t("admin.overpaid_by", { by })}</Badge>;
  if (kind === "refunded") return <Badge>{t("admin.fully_refunded")}</Badge>;
  if (kind === "partly_refunded")
    return <Badge>{t("admin.went_back", { by: formatAmount({ minor: refundedMinor, currency }) })}</Badge>;
  if (kind === "underpaid" && state === "cancelled")
    return <Badge tone="warn">{t("instalments.cancellation_fee_left", { by })}</Badge>;
  if (kind === "underpaid") return <Badge tone="warn">{t("admin.missing", { by })}</Badge>;
  if (kind === "on_plan") {
    const amount = formatAmount({ minor: laterMinor, currency });
    return <Badge tone="ok">{t("instalments.on_plan", { amount })}</Badge>;
  }
  if (kind === "paid" && state === "cancelled")
    return <Badge>{t("admin.kept_of_it", { by: formatAmount({ minor: balance.paidMinor, currency }) })}</Badge>;
  if (kind === "paid") return <Badge tone="ok">{t("admin.paid_in_full")}</Badge>;
  return <Badge>{kind === "unpaid" ? t("admin.nothing_paid") : t("admin.nothing_due")}</Badge>;
}
