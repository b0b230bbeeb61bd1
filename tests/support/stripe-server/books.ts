import { listMovements, type Movement } from "./balance.ts";
import { type Fields, fieldsAt, textAt } from "./form.ts";
import {
  type CustomerObject,
  type DisputeObject,
  type IntentObject,
  newDispute,
  newCustomer,
  newEvent,
  newIntent,
  newKeptIntent,
  newMovement,
  newRefund,
  newSession,
  type RefundObject,
  type SessionObject,
  type StripeObject,
} from "./objects.ts";

/** A request that Stripe understands and refuses. */
export class NotAllowed extends Error {
  override name = "NotAllowed";
  readonly code: string | undefined;
  readonly param: string | undefined;
  constructor(message: string, code?: string, param?: string) {
    super(message);
    this.code = code;
    this.param = param;
  }
}

/** A card that was not charged: the error carries the intent. */
export class Declined extends Error {
  override name = "Declined";
  readonly code: string;
  readonly intent: IntentObject;
  constructor(code: string, intent: IntentObject) {
    super("Your card was not charged.");
    this.code = code;
    this.intent = intent;
  }
}

const SECONDS_MIN = 30 * 60;
const SECONDS_MAX = 24 * 3600;
/** The request was on its way for a moment. */
const GRACE_SECONDS = 60;

type Kept = { session: SessionObject; intentMetadata: Fields; keepsCard: boolean };

/** The state of the stand-in: what was made, and the moves that Stripe, the buyer and the bank make in it. */
export function createBooks({ now, livemode }: { now: () => Date; livemode: boolean }) {
  const sessions = new Map<string, Kept>();
  const intents = new Map<string, IntentObject>();
  const refunds = new Map<string, RefundObject>();
  const disputes = new Map<string, DisputeObject>();
  /** Where events are sent, as it is set up in the dashboard. */
  const endpoints: StripeObject[] = [];
  const customers = new Map<string, CustomerObject>();
  const seconds = () => Math.floor(now().getTime() / 1000);

  function session(id: string): SessionObject {
    const found = sessions.get(id)?.session;
    if (!found) throw new NotAllowed(`No such checkout.session: ${id}`);
    if (found.status === "open" && found.expires_at <= seconds())
      Object.assign(found, { status: "expired", url: null });
    return found;
  }

  function intent(id: string | null): IntentObject {
    const found = id === null ? undefined : intents.get(id);
    if (!found) throw new NotAllowed(`No such payment_intent: ${id}`);
    return found;
  }

  function create(form: Fields): SessionObject {
    const made = newSession(form, seconds(), livemode);
    const life = made.expires_at - seconds();
    if (life < SECONDS_MIN - GRACE_SECONDS || life > SECONDS_MAX) {
      throw new NotAllowed("The `expires_at` timestamp must be between 30 minutes and 24 hours from now.");
    }
    if (!Number.isInteger(made.amount_total) || made.amount_total < 1) throw new NotAllowed("Invalid integer: amount");
    // A least amount as https://docs.stripe.com/currencies has it, and the addresses that the real one takes for none.
    if (made.amount_total < 50 && made.currency !== "gbp") {
      throw new NotAllowed(
        "The Checkout Session's total amount must convert to at least 50 cents.",
        "amount_too_small",
      );
    }
    if (made.amount_total > 99_999_999) {
      throw new NotAllowed("The Checkout Session's total amount is too large.", "amount_too_large");
    }
    const email = textAt(form, "customer_email");
    if (email !== undefined && !/^[\x21-\x3f\x41-\x7e]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(email)) {
      throw new NotAllowed(`Invalid email address: ${email}`, "email_invalid", "customer_email");
    }
    sessions.set(made.id, {
      session: made,
      keepsCard: textAt(form, "payment_method_options", "card", "setup_future_usage") === "off_session",
      intentMetadata: fieldsAt(fieldsAt(form, "payment_intent_data"), "metadata"),
    });
    return made;
  }

  function expire(id: string): SessionObject {
    const found = session(id);
    if (found.status !== "open") throw new NotAllowed("Only Checkout Sessions with a status in [open] can be expired.");
    return Object.assign(found, { status: "expired", url: null });
  }

  function refund(form: Fields): RefundObject {
    const paid = intent(textAt(form, "payment_intent") ?? null);
    const made = newRefund(paid, form, seconds());
    const back = [...refunds.values()].filter((each) => each.payment_intent === paid.id && each.status !== "failed");
    const already = back.reduce((sum, { amount }) => sum + amount, 0);
    if (already + made.amount > paid.amount_received) {
      throw new NotAllowed("Refund amount is greater than unrefunded amount on charge.");
    }
    refunds.set(made.id, made);
    return made;
  }

  const list = (path: string, data: StripeObject[]) => ({ object: "list", url: path, has_more: false, data });
  const shown = (found: SessionObject, form: Fields) =>
    (textAt(form, "expand", "0") ?? "").startsWith("payment_intent") && found.payment_intent !== null
      ? { ...found, payment_intent: withMethod(intent(found.payment_intent)) }
      : found;
  const withMethod = (found: IntentObject) => ({
    ...found,
    payment_method:
      [...customers.values()].map(({ method }) => method).find(({ id }) => id === found.payment_method) ?? null,
  });

  /** The answer to a request, or undefined when there is nothing at that address. */
  function answer(method: string, path: string, form: Fields): unknown {
    const [, version, kind, ...rest] = path.split("/");
    if (version !== "v1") return undefined;
    const of = textAt(form, "payment_intent");
    if (kind === "checkout" && rest[0] === "sessions") {
      const [, id, deed] = rest;
      if (method === "POST" && id === undefined) return create(form);
      if (method === "POST" && deed === "expire") return expire(id as string);
      if (method === "GET" && id !== undefined) return sessions.has(id) ? shown(session(id), form) : undefined;
      const all = [...sessions.values()].map((kept) => kept.session);
      return list(path, of === undefined ? all : all.filter(({ payment_intent }) => payment_intent === of));
    }
    if (kind === "balance_transactions") return list(path, listBalance(form));
    if (kind === "webhook_endpoints") return list(path, endpoints);
    if (kind === "payment_intents" && method === "POST" && rest[0] === undefined) return chargeKept(form);
    if (kind === "payment_intents" && rest[1] === "cancel") return cancelIntent(rest[0] ?? "");
    if (kind === "payment_intents" && rest[0] === undefined)
      return list(
        path,
        [...intents.values()].filter((each) => each.customer === textAt(form, "customer")),
      );
    if (kind === "payment_intents" && method === "GET") return intents.get(rest[0] ?? "");
    if (kind === "customers" && method === "DELETE") {
      if (!customers.delete(rest[0] ?? ""))
        throw new NotAllowed(`No such customer: ${rest[0]}`, "resource_missing", "id");
      return { id: rest[0], object: "customer", deleted: true };
    }
    if (kind === "refunds" && method === "POST") return refund(form);
    if (kind === "refunds" && rest[0] !== undefined) return refunds.get(rest[0]);
    if (kind === "refunds")
      return list(
        path,
        [...refunds.values()].filter((each) => each.payment_intent === of),
      );
    if (kind === "disputes")
      return list(
        path,
        [...disputes.values()].filter((each) => each.payment_intent === of),
      );
    return undefined;
  }

  /** The school charges a card that was kept, while its holder is away. */
  function chargeKept(form: Fields): IntentObject {
    const customer = customers.get(textAt(form, "customer") ?? "");
    if (!customer)
      throw new NotAllowed(`No such customer: ${textAt(form, "customer")}`, "resource_missing", "customer");
    if (textAt(form, "payment_method") !== customer.method.id) {
      throw new NotAllowed("No such payment_method", "resource_missing", "payment_method");
    }
    if (textAt(form, "off_session") !== "true" || textAt(form, "confirm") !== "true") {
      throw new NotAllowed("This stand-in charges kept cards off session alone.");
    }
    const made = newKeptIntent(form, { customer: customer.id, created: seconds(), livemode });
    intents.set(made.id, made);
    const { later } = customer;
    if (later === "paid") return Object.assign(made, { status: "succeeded", amount_received: made.amount });
    const last_payment_error = { type: "card_error", code: later, message: "Your card was not charged." };
    Object.assign(made, { status: "requires_payment_method", last_payment_error });
    throw new Declined(later, made);
  }

  function cancelIntent(id: string): IntentObject {
    const found = intent(id);
    if (["succeeded", "canceled", "processing"].includes(found.status)) {
      throw new NotAllowed("You cannot cancel this PaymentIntent.", "payment_intent_unexpected_state");
    }
    return Object.assign(found, { status: "canceled" as const });
  }

  /** A session that keeps its card makes a customer for it. */
  function keepCard(made: IntentObject): void {
    const customer = newCustomer();
    customers.set(customer.id, customer);
    Object.assign(made, { customer: customer.id, payment_method: customer.method.id });
  }

  const others: Movement[] = [];

  function listBalance(form: Fields): StripeObject[] {
    const all = {
      intents: [...intents.values()],
      refunds: [...refunds.values()],
      disputes: [...disputes.values()],
      others,
    };
    const payout = textAt(form, "payout");
    const since = Number(textAt(form, "created", "gte") ?? 0);
    const inside = listMovements(all).filter(({ created }) => created >= since);
    return payout === undefined ? inside : inside.filter(({ reporting_category: kind }) => kind !== "payout");
  }

  /** The buyer presses Pay: the session gets its PaymentIntent. */
  function attempt(id: string): { found: SessionObject; made: IntentObject } {
    const found = session(id);
    if (found.status !== "open") throw new NotAllowed("This session is over.");
    const made = found.payment_intent
      ? intent(found.payment_intent)
      : newIntent(found, sessions.get(id)?.intentMetadata ?? {}, seconds());
    intents.set(made.id, made);
    found.payment_intent = made.id;
    return { found, made };
  }

  function takeFunds(dispute: DisputeObject): DisputeObject {
    dispute.status = "needs_response";
    dispute.balance_transactions.push(newMovement(dispute, "dispute"));
    return dispute;
  }

  const deeds = {
    /** What becomes of the kept card of a paid session when it is charged later. */
    setLater(sessionId: string, later: CustomerObject["later"]): void {
      const customer = customers.get(String(intent(session(sessionId).payment_intent).customer));
      if (customer) customer.later = later;
    },
    customers,
    /** What else moves the balance: a payout, a charge of another app. */
    move(category: string, amount: number, source: StripeObject): void {
      const [created, id] = [seconds(), `txn_${source.id}`];
      const base = { id, object: "balance_transaction", amount, fee: 0, net: amount, created, currency: "chf" };
      others.push({ ...base, available_on: created, reporting_category: category, type: category, source });
    },
    sessions: () => [...sessions.values()].map((kept) => kept.session),
    intents: () => [...intents.values()],
    sessionOf: session,
    endpoints,
    intentOf: (sessionId: string) => intent(session(sessionId).payment_intent),
    refunds: () => [...refunds.values()],
    /** The school's key is another account's now. */
    forget: (id: string) => void sessions.delete(id),
    /** The card is charged. */
    pay(id: string): SessionObject {
      const { found, made } = attempt(id);
      if (sessions.get(id)?.keepsCard) keepCard(made);
      Object.assign(made, { status: "succeeded", amount_received: made.amount, last_payment_error: null });
      return Object.assign(found, { status: "complete", payment_status: "paid", url: null });
    },
    /** The card is declined; the session stays open for another card. */
    decline(id: string): IntentObject {
      const { made } = attempt(id);
      const last_payment_error = { type: "card_error", code: "card_declined", message: "Your card was declined." };
      return Object.assign(made, { status: "requires_payment_method", last_payment_error });
    },
    /** A bank debit: the session is complete, and the money comes days later or not at all. */
    payLater(id: string): SessionObject {
      const { found, made } = attempt(id);
      made.status = "processing";
      return Object.assign(found, { status: "complete", url: null });
    },
    arrive(id: string): SessionObject {
      const found = session(id);
      const made = intent(found.payment_intent);
      Object.assign(made, { status: "succeeded", amount_received: made.amount });
      return Object.assign(found, { payment_status: "paid" });
    },
    bounce(id: string): SessionObject {
      const found = session(id);
      const last_payment_error = {
        type: "api_error",
        code: "payment_intent_payment_attempt_failed",
        message: "No funds.",
      };
      Object.assign(intent(found.payment_intent), { status: "requires_payment_method", last_payment_error });
      return found;
    },
    /** Somebody gives money back in Stripe's dashboard. */
    refundInDashboard: (sessionId: string, amount: number): RefundObject =>
      refund({ payment_intent: session(sessionId).payment_intent ?? "", amount: String(amount) }),
    /** The bank sends a refund back after all. */
    failRefund: (id: string): RefundObject => {
      const found = refunds.get(id);
      if (!found) throw new NotAllowed(`No such refund: ${id}`);
      return Object.assign(found, { status: "failed" as const, failure_reason: "expired_or_canceled_card" });
    },
    /** The charge of a paid session, as messages about it carry it. */
    chargeOf(sessionId: string): StripeObject {
      const paid = intent(session(sessionId).payment_intent);
      const { metadata, livemode } = paid;
      return { id: String(paid.latest_charge), object: "charge", payment_intent: paid.id, metadata, livemode };
    },
    /** The buyer's bank wants money back. An enquiry (`warning_needs_response`) takes none. */
    dispute(sessionId: string, amount: number, status = "needs_response"): DisputeObject {
      const made = newDispute(intent(session(sessionId).payment_intent), amount, status, seconds());
      disputes.set(made.id, made);
      return status.startsWith("warning_") ? made : takeFunds(made);
    },
    takeFunds,
    /** The bank has decided. What it took is put back when the school has won. */
    decide(dispute: DisputeObject, status: "won" | "lost" | "warning_closed"): DisputeObject {
      dispute.status = status;
      if (status === "won") dispute.balance_transactions.push(newMovement(dispute, "dispute_reversal"));
      return dispute;
    },
    event: (type: string, object: StripeObject): StripeObject => newEvent(type, object, seconds()),
  };

  return { answer, deeds };
}
