import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Fields, fieldsAt, textAt } from "./form.ts";

/** An object as Stripe sends it, reduced to what the tests look at; the rest is there too, as Stripe's own fixtures have it. */
export type StripeObject = Record<string, unknown> & { id: string; object: string };

export type SessionObject = StripeObject & {
  status: "open" | "complete" | "expired";
  payment_status: "paid" | "unpaid";
  amount_total: number;
  currency: string;
  expires_at: number;
  url: string | null;
  payment_intent: string | null;
  metadata: Fields;
};
export type IntentObject = StripeObject & {
  status: "requires_payment_method" | "processing" | "succeeded" | "canceled";
  amount: number;
  amount_received: number;
  currency: string;
  last_payment_error: { type: string; code: string; message: string } | null;
  metadata: Fields;
};
export type CustomerObject = {
  id: string;
  method: StripeObject;
  later: "paid" | "card_declined" | "authentication_required";
};
export type RefundObject = StripeObject & {
  status: "pending" | "succeeded" | "failed";
  amount: number;
  payment_intent: string;
  metadata: Fields;
};

export type DisputeObject = StripeObject & {
  status: string;
  amount: number;
  created: number;
  payment_intent: string;
  balance_transactions: { amount: number; reporting_category: string }[];
};

type Resource = "checkout.session" | "payment_intent" | "refund" | "dispute" | "balance_transaction";
type Shapes = { resources: Record<Resource, Record<string, unknown>> };

// The shapes are Stripe's own, from the fixtures it publishes; the file names its source.
const shapes = JSON.parse(readFileSync(new URL("./shapes.json", import.meta.url), "utf8")) as Shapes;

const newIdOf = (prefix: string) => `${prefix}_${randomBytes(12).toString("hex")}`;

export function newSession(form: Fields, created: number, livemode: boolean): SessionObject {
  const id = newIdOf(livemode ? "cs_live" : "cs_test");
  const amount = Number(textAt(form, "line_items", "0", "price_data", "unit_amount"));
  return {
    ...structuredClone(shapes.resources["checkout.session"]),
    id,
    object: "checkout.session",
    amount_subtotal: amount,
    amount_total: amount,
    cancel_url: textAt(form, "cancel_url") ?? null,
    client_reference_id: textAt(form, "client_reference_id") ?? null,
    created,
    currency: textAt(form, "line_items", "0", "price_data", "currency") ?? "",
    currency_conversion: null,
    customer_details: null,
    customer_email: textAt(form, "customer_email") ?? null,
    expires_at: Number(textAt(form, "expires_at") ?? created + 24 * 3600),
    livemode,
    metadata: fieldsAt(form, "metadata"),
    mode: "payment",
    payment_intent: null,
    payment_status: "unpaid",
    status: "open",
    success_url: textAt(form, "success_url") ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: `https://checkout.stripe.com/c/pay/${id}`,
  };
}

export function newIntent(session: SessionObject, metadata: Fields, created: number): IntentObject {
  return {
    ...structuredClone(shapes.resources.payment_intent),
    id: newIdOf("pi"),
    object: "payment_intent",
    amount: session.amount_total,
    amount_received: 0,
    canceled_at: null,
    created,
    currency: session.currency,
    last_payment_error: null,
    latest_charge: newIdOf("ch"),
    livemode: session.livemode,
    metadata,
    next_action: null,
    processing: null,
    status: "requires_payment_method",
  };
}

/** Whoever keeps a card, and the card. */
export function newCustomer(): CustomerObject {
  const card = { brand: "visa", last4: "4242", exp_month: 12, exp_year: 2029 };
  const method = { id: newIdOf("pm"), object: "payment_method", type: "card", card };
  return { id: newIdOf("cus"), method, later: "paid" };
}

/** What a kept card is charged by. */
export function newKeptIntent(
  form: Fields,
  { customer, created, livemode }: { customer: string; created: number; livemode: boolean },
): IntentObject {
  const amount = Number(textAt(form, "amount"));
  return {
    ...structuredClone(shapes.resources.payment_intent),
    ...{
      id: newIdOf("pi"),
      object: "payment_intent",
      amount,
      amount_received: 0,
      canceled_at: null,
      created,
      customer,
    },
    ...{ currency: textAt(form, "currency") ?? "", last_payment_error: null, latest_charge: newIdOf("ch"), livemode },
    ...{ metadata: fieldsAt(form, "metadata"), payment_method: textAt(form, "payment_method") ?? null },
    ...{ next_action: null, processing: null, status: "requires_payment_method" as const },
  };
}

export function newRefund(intent: IntentObject, form: Fields, created: number): RefundObject {
  return {
    ...structuredClone(shapes.resources.refund),
    id: newIdOf("re"),
    object: "refund",
    amount: Number(textAt(form, "amount") ?? intent.amount_received),
    charge: intent.latest_charge,
    created,
    currency: intent.currency,
    metadata: fieldsAt(form, "metadata"),
    payment_intent: intent.id,
    reason: textAt(form, "reason") ?? null,
    status: "succeeded",
  };
}

/** The buyer's bank asks about a payment (an enquiry), or wants it back. */
export function newDispute(intent: IntentObject, amount: number, status: string, created: number): DisputeObject {
  return {
    ...structuredClone(shapes.resources.dispute),
    id: newIdOf("dp"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: intent.latest_charge,
    created,
    currency: intent.currency,
    evidence_details: { due_by: created + 7 * 24 * 3600, has_evidence: false, past_due: false, submission_count: 0 },
    livemode: intent.livemode,
    metadata: {},
    payment_intent: intent.id,
    reason: "product_not_received",
    status,
  };
}

/** What a dispute does to the school's balance at Stripe: the sum, and a fee on top. */
export function newMovement(dispute: DisputeObject, direction: "dispute" | "dispute_reversal") {
  const amount = direction === "dispute" ? -dispute.amount : dispute.amount;
  const fee = direction === "dispute" ? 1500 : 0;
  return {
    ...structuredClone(shapes.resources.balance_transaction),
    id: newIdOf("txn"),
    object: "balance_transaction",
    amount,
    fee,
    net: amount - fee,
    reporting_category: direction,
    source: dispute.id,
    type: "adjustment",
  };
}

/** A message about an object, as Stripe wraps it. Every one has an id of its own. */
export function newEvent(type: string, object: StripeObject, created: number): StripeObject {
  return {
    id: newIdOf("evt"),
    object: "event",
    api_version: "2026-10-28.endive",
    created,
    data: { object },
    livemode: object.livemode ?? false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}
