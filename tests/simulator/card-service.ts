import type { ProviderName } from "#db/enums.ts";
import type { Clock } from "#domain/kernel/clock.ts";
import {
  type CheckoutRequest,
  type DisputeAtProvider,
  type PaymentProvider,
  type PaymentStatus,
  ProviderRefusal,
  ProviderTrouble,
  type RefundAtProvider,
  type RefundRequest,
} from "#domain/payments/provider.ts";
import type { Draw } from "./draw.ts";
import { createCardShelf, type Session, toStoredCard } from "./card-shelf.ts";
import { Death, passBoundary } from "./tasks.ts";

type StoredRefund = RefundAtProvider & { key: string; session: string };
type StoredDispute = DisputeAtProvider & { session: string };

/** Something that the service tells the school, until the school has taken it. */
export type CardMessage = { id: string; session: string; type: string; view: PaymentStatus; isReversal: boolean };

export type CardService = ReturnType<typeof createCardService>;

/**
 * A payment service in memory, with books of its own. As with real ones, whoever asks it may be told nothing: before it has done what it was
 * asked for, or after. One that `proves` says in its messages how a payment stood when they were written; the other one is asked.
 * `draw` is what the step that is under way draws from.
 */
export function createCardService(name: ProviderName, { clock, draw, proves }: CardOptions) {
  const sessions: Session[] = [];
  const refunds: StoredRefund[] = [];
  const disputes: StoredDispute[] = [];
  const messages: CardMessage[] = [];
  let lastId = 0;
  const nextId = (kind: string) => `${kind}_${name}_${String((lastId += 1)).padStart(5, "0")}`;

  const find = (reference: string) => {
    const found = sessions.find((each) => each.reference === reference);
    if (!found) throw new ProviderRefusal("request", "no such session");
    return found;
  };
  const isOver = (session: Session) => session.state === "open" && session.expiresAt <= clock();

  function viewOf(session: Session): PaymentStatus {
    const { amount, paymentId } = session;
    const about = { amount, paymentId, live: false };
    const card = session.keepsCard ? { card: toStoredCard(session) } : {};
    if (session.state === "paid") return { state: "settled", ...about, ...card };
    if (session.state === "declined") return { state: "failed", ...about, failure: "card_declined" };
    if (session.state === "cancelled") return { state: "cancelled", ...about };
    if (session.state === "processing") return { state: "pending", ...about, isSettling: true };
    return { state: isOver(session) ? "expired" : "pending", ...about };
  }

  function tell(session: Session, type: string, isReversal = false): void {
    messages.push({ id: nextId("evt"), session: session.reference, type, view: viewOf(session), isReversal });
  }

  const goneOf = (reference: string) =>
    refunds.filter(({ session, state }) => session === reference && state !== "failed").reduce(sumOf, 0);
  const takenOf = (reference: string) =>
    disputes.filter((each) => each.session === reference && each.isWithdrawn && !each.isReinstated).reduce(sumOf, 0);
  /** What of a session's money is still here, in minor units. */
  const leftOf = ({ reference, amount, state }: Session) =>
    state === "paid" ? amount.minor - goneOf(reference) - takenOf(reference) : 0;

  function addRefund(session: Session, wanted: Pick<StoredRefund, "refundId" | "key" | "reason" | "amount">) {
    const isSlow = draw().percent(30);
    const made = { ...wanted, session: session.reference, reference: nextId("re") };
    const refund: StoredRefund = { ...made, state: isSlow ? "submitted" : "done" };
    refunds.push(refund);
    tell(session, "refund.created", true);
    return refund;
  }

  function refund(request: RefundRequest) {
    const before = refunds.find(({ key }) => key === request.idempotencyKey);
    if (before) return toStatus(before);
    const session = find(request.reference);
    if (request.amount.minor > leftOf(session)) return { state: "failed" as const, reference: "", failure: "too_much" };
    const { refundId, amount, reason, idempotencyKey: key } = request;
    return toStatus(addRefund(session, { refundId, amount, reason, key }));
  }

  function start(request: CheckoutRequest) {
    const before = sessions.find(({ key }) => key === request.idempotencyKey);
    if (before && before.amount.minor !== request.amount.minor) throw new ProviderRefusal("key", "another amount");
    if (before) return { reference: before.reference, checkoutUrl: `https://pay.example/${before.reference}` };
    if (request.expiresAt <= clock()) throw new ProviderRefusal("request", "it would be over already");
    const { paymentId, idempotencyKey: key, amount, expiresAt, keepsCard = false } = request;
    const reference = nextId("cs");
    sessions.push({ reference, paymentId, key, amount, expiresAt, state: "open", charges: 0, keepsCard });
    return { reference, checkoutUrl: `https://pay.example/${reference}` };
  }

  function cancel(reference: string) {
    const session = find(reference);
    if (session.state === "open") session.state = "cancelled";
  }

  function readEvent(body: string) {
    const { id: eventId, session: reference, type, view, isReversal } = JSON.parse(body) as CardMessage;
    const { paymentId } = find(reference);
    const own = (each: { session: string }) => each.session === reference;
    const reversals = { refunds: structuredClone(refunds.filter(own)), disputes: disputes.filter(own).map(reviveDays) };
    const event = { eventId, type, reference, paymentId, body: { type } };
    return { ...event, ...(proves ? { view } : {}), ...(isReversal ? { reversals } : {}) };
  }

  const shelf = createCardShelf({ sessions, nextId, viewOf, tell, draw, ask });
  const provider: PaymentProvider = {
    ...{ name, label: "payments.bank_label" as const, explanation: "payments.bank_explanation" as const },
    start: (request) => ask(() => start(request)),
    look: (reference) => ask(() => viewOf(find(reference))),
    cancel: (reference) => ask(() => cancel(reference)),
    refund: (request) => ask(() => refund(request)),
    readEvent: (body) => ask(() => readEvent(body)),
    cards: shelf.keeper,
  };

  return { name, provider, sessions, refunds, disputes, messages, isOver, leftOf, tell, nextId, addRefund, shelf };
}

type CardOptions = { clock: Clock; draw: () => Draw; proves: boolean };

const sumOf = (sum: number, { amount }: { amount: { minor: number } }) => sum + amount.minor;
const toStatus = ({ state, reference, failure }: StoredRefund) =>
  failure === undefined ? { state, reference } : { state, reference, failure };
const reviveDays = (dispute: StoredDispute): StoredDispute => ({ ...dispute });

/** A call over the network. */
function ask<T>(act: () => T): Promise<T> {
  return passBoundary("call", async (fate) => {
    if (fate === "lost before") throw new ProviderTrouble("no answer");
    const answer = act();
    if (fate === "lost after") throw new ProviderTrouble("no answer");
    if (fate === "die within" || fate === "die after") throw new Death();
    return answer;
  });
}

/** What the service has of the school's money by its own books, in minor units by currency. */
export function sumBooks({ sessions, leftOf }: CardService): Map<string, number> {
  const sums = new Map<string, number>();
  for (const session of sessions) {
    const { currency } = session.amount;
    if (session.state === "paid") sums.set(currency, (sums.get(currency) ?? 0) + leftOf(session));
  }
  return sums;
}
