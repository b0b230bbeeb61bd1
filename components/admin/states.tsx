import type { Course } from "#domain/courses/machine.ts";
import type { EnrolmentRow } from "#domain/enrolments/list-enrolments.ts";
import type { DisputeRow, PaymentRow, RefundRow } from "#domain/orders/get-order.ts";
import type { OrderRow } from "#domain/orders/list-orders.ts";
import type { OrderBalance } from "#domain/orders/get-order-balance.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { formatAmount } from "../ui/money.tsx";

type Words<State extends string> = Record<State, { label: string; tone: Tone }>;

/** Every state in the words of the office, and the colour that repeats them. */
export const ENROLMENT_WORDS: Words<EnrolmentRow["state"]> = {
  pending: { label: "Waiting for payment", tone: "warn" },
  active: { label: "Active", tone: "ok" },
  suspended: { label: "Suspended", tone: "warn" },
  completed: { label: "Completed", tone: "info" },
  cancelled: { label: "Cancelled", tone: "neutral" },
  revoked: { label: "Revoked", tone: "bad" },
};

export const ORDER_WORDS: Words<OrderRow["state"]> = {
  draft: { label: "Draft", tone: "neutral" },
  awaiting_payment: { label: "Awaiting payment", tone: "warn" },
  paid: { label: "Paid", tone: "ok" },
  expired: { label: "Expired", tone: "neutral" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

export const PAYMENT_WORDS: Words<PaymentRow["state"]> = {
  created: { label: "Begun", tone: "neutral" },
  pending: { label: "Under way", tone: "warn" },
  settled: { label: "Settled", tone: "ok" },
  failed: { label: "Failed", tone: "bad" },
  cancelled: { label: "Cancelled", tone: "neutral" },
  expired: { label: "Expired", tone: "neutral" },
};

const REFUND_WORDS: Words<RefundRow["state"]> = {
  requested: { label: "Asked for", tone: "warn" },
  submitted: { label: "On its way", tone: "warn" },
  done: { label: "Given back", tone: "ok" },
  failed: { label: "Failed", tone: "bad" },
  external: { label: "Made at the provider", tone: "info" },
};

export const DISPUTE_WORDS: Words<DisputeRow["state"]> = {
  open: { label: "To be answered", tone: "bad" },
  won: { label: "Won", tone: "ok" },
  lost: { label: "Lost", tone: "bad" },
  closed: { label: "Closed", tone: "neutral" },
};

export const COURSE_WORDS: Words<Course["state"]> = {
  draft: { label: "Draft", tone: "neutral" },
  published: { label: "Published", tone: "ok" },
  archived: { label: "Archived", tone: "neutral" },
};

export const PROVIDER_NAMES: Record<PaymentRow["provider"], string> = {
  sandbox: "Sandbox",
  stripe: "Stripe",
  bank: "Bank transfer",
};

/** How a refund stands. One by bank transfer is sent by the office itself, so until that is done it is not on its way. */
export function RefundBadge({ provider, state }: { provider: PaymentRow["provider"]; state: RefundRow["state"] }) {
  const isToBeSent = provider === "bank" && (state === "requested" || state === "submitted");
  if (isToBeSent) return <Badge tone="warn">To be sent</Badge>;
  return <StateBadge words={REFUND_WORDS} state={state} />;
}

/** A state as a badge, in the words of its table. */
export function StateBadge<State extends string>({ words, state }: { words: Words<State>; state: State }) {
  const { label, tone } = words[state];
  return <Badge tone={tone}>{label}</Badge>;
}

/** The choices of a filter by state. */
export function stateOptions<State extends string>(words: Words<State>): { value: string; label: string }[] {
  return (Object.entries(words) as [State, { label: string }][]).map(([value, { label }]) => ({ value, label }));
}

const ATTENTION: Record<string, string> = {
  underpaid: "Less arrived than the order asks for.",
  paid_twice: "Payment received twice.",
  money_after_cancellation: "Payment received after the order was cancelled.",
  late_money_no_seat: "Payment received late, when every seat had been taken.",
  late_money_enrolled_elsewhere: "Payment received late; the student is already enrolled.",
  amount_mismatch: "The provider says another amount or currency than we know of, so that was not booked.",
  provider_refused: "A payment service will never take this payment; the attempt says why.",
  refund_due: "The order has ended, and its money is still here: refund it, or say why it stays.",
  refunded_outside: "Money was given back on the provider’s own pages. The place is as it was.",
  dispute_lost: "A dispute was lost, and its money is gone. The place is as it was.",
};

/** Why a person must look at an order, in a sentence. */
export function attentionWords(attention: string): string {
  return ATTENTION[attention] ?? attention.replaceAll("_", " ");
}

/** How an order stands, in a word and, where something is off, by how much. */
export function StandingBadge({
  state,
  standing,
  currency,
}: {
  state: string;
  standing: OrderBalance;
  currency: string;
}) {
  const { kind, differenceMinor } = standing;
  // Nobody was asked for anything yet.
  if (state === "draft" && kind === "unpaid") return <Badge>Not sent yet</Badge>;
  const by = formatAmount({ minor: Math.abs(differenceMinor), currency });
  if (kind === "overpaid") return <Badge tone="warn">Overpaid by {by}</Badge>;
  // What a paid order lacks went back: by a refund, or by the buyer's bank.
  if (state === "paid" && kind === "unpaid") return <Badge>Fully refunded</Badge>;
  if (state === "paid" && kind === "underpaid") return <Badge>{by} went back</Badge>;
  if (kind === "underpaid") return <Badge tone="warn">{by} missing</Badge>;
  if (kind === "paid") return <Badge tone="ok">Paid in full</Badge>;
  return <Badge>{kind === "unpaid" ? "Nothing paid" : "Nothing due"}</Badge>;
}
