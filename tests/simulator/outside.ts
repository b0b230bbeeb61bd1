import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { payments, refunds } from "#db/schema/index.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { isApproved } from "#domain/refunds/is-approval-needed.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";
import { recordReturnedRefund } from "#domain/refunds/record-returned-refund.ts";
import { receiveProviderEvent } from "#services/payments/receive-provider-event.ts";
import { type Act, byId, pressing } from "./act.ts";
import type { CardMessage, CardService } from "./card-service.ts";
import type { Session } from "./card-shelf.ts";
import type { Draw } from "./draw.ts";
import type { SimulatedSchool } from "./open-school.ts";
import { STUDENTS_IBAN } from "./students.ts";

const drawCard = ({ cards }: SimulatedSchool, draw: Draw): CardService =>
  draw.percent(50) ? cards.sandbox : cards.stripe;
const nameOf = ({ reference }: { reference: string }) => reference;

/** What a buyer does at the page of the payment service. */
function usePage(card: CardService, session: Session, draw: Draw): string {
  if (session.state !== "open" || card.isOver(session)) return "finds that the page is over";
  if (draw.percent(12)) {
    // One service lets them try another card on the same page; the other one is done.
    if (card.name === "stripe") return "is declined, and may try again";
    session.state = "declined";
    card.tell(session, "checkout.failed");
    if (draw.percent(50)) return "is declined";
    // They try another card there, and the news of the first one may come last.
    session.state = "open";
    session.isTriedAgain = true;
    return "is declined, and tries again";
  }
  if (draw.percent(6)) {
    session.state = "cancelled";
    card.tell(session, "checkout.cancelled");
    return "gives up there";
  }
  const isSlow = draw.percent(20);
  session.state = isSlow ? "processing" : "paid";
  session.charges += isSlow ? 0 : 1;
  if (!isSlow || card.name === "stripe") card.tell(session, "checkout.completed");
  return isSlow ? "pays by a slow way" : "pays";
}

const payThere: Act = {
  name: "pay at the page",
  weight: 16,
  async begin(school, draw) {
    const card = drawCard(school, draw);
    // Nobody is sent to a page of which the school has not kept the address.
    const known = await school.read.select({ reference: payments.reference }).from(payments);
    const sent = card.sessions.filter((session) => known.some(({ reference }) => reference === session.reference));
    const open = sent.filter(({ state }) => state === "open");
    const session = draw.pick(draw.percent(90) ? open : sent, nameOf);
    return session && { what: `the buyer of ${session.reference} ${usePage(card, session, draw)}` };
  },
};

const settleSlow: Act = {
  name: "a slow payment is decided",
  weight: 5,
  begin(school, draw) {
    const card = drawCard(school, draw);
    const session = draw.pick(
      card.sessions.filter(({ state }) => state === "processing"),
      nameOf,
    );
    if (!session) return undefined;
    const isPaid = draw.percent(75);
    session.state = isPaid ? "paid" : "declined";
    session.charges += isPaid ? 1 : 0;
    card.tell(session, isPaid ? "checkout.completed" : "checkout.failed");
    return { what: `${session.reference} is ${session.state}` };
  },
};

/** Takes a message; the service keeps it until then, and may send it again all the same. */
export async function deliver(card: CardService, message: CardMessage, again = false): Promise<void> {
  const body = JSON.stringify(message);
  await receiveProviderEvent(card.provider, { body, headers: new Headers(), requestId: "req_simulated" });
  if (!again) forget(card, message);
}

/** Somebody may have taken it meanwhile. */
function forget({ messages }: CardService, message: CardMessage): void {
  const at = messages.indexOf(message);
  if (at >= 0) messages.splice(at, 1);
}

const bring: Act = {
  name: "a message comes",
  weight: 18,
  begin(school, draw) {
    const card = drawCard(school, draw);
    const message = draw.pick(card.messages, byId);
    if (!message) return undefined;
    // Of what was said to have failed nobody asks again but the buyer: only the daily comparison would find its money.
    const isNeeded = card.sessions.some((each) => each.reference === message.session && each.isTriedAgain);
    if (!message.isReversal && !isNeeded && draw.percent(7)) {
      forget(card, message);
      school.figures.lost += 1;
      return { what: `${message.id} (${message.type}) is lost for good` };
    }
    const again = draw.percent(15);
    school.figures.messages += 1;
    school.figures.repeated += again ? 1 : 0;
    return {
      what: `${message.id} (${message.type} of ${message.session}) comes${again ? ", and will come again" : ""}`,
      run: () => deliver(card, message, again),
    };
  },
};

const atTheService: Act = {
  name: "something happens at the service",
  weight: 5,
  begin(school, draw) {
    const card = drawCard(school, draw);
    return draw.percent(45)
      ? refundThere(card, draw)
      : draw.percent(60)
        ? decideThere(card, draw)
        : dispute(card, draw);
  },
};

function refundThere(card: CardService, draw: Draw) {
  const session = draw.pick(
    card.sessions.filter((each) => card.leftOf(each) > 0),
    nameOf,
  );
  if (!session) return undefined;
  const minor = draw.percent(50) ? card.leftOf(session) : Math.ceil(card.leftOf(session) / 2);
  const key = card.nextId("dashboard");
  const amount = { minor, currency: session.amount.currency };
  card.addRefund(session, { refundId: null, key, reason: "requested_by_customer", amount });
  return { what: `${minor} of ${session.reference} go back from the service's own pages` };
}

/** Refunds that were under way, and disputes. */
function decideThere(card: CardService, draw: Draw) {
  const refund = draw.pick(
    card.refunds.filter(({ state }) => state === "submitted" || (state === "done" && draw.percent(8))),
    nameOf,
  );
  const find = (reference: string) => card.sessions.find((each) => each.reference === reference);
  const session = refund && find(refund.session);
  if (refund && session) {
    refund.state = refund.state === "done" || draw.percent(20) ? "failed" : "done";
    if (refund.state === "failed") refund.failure = "account_closed";
    card.tell(session, "refund.updated", true);
    return { what: `${refund.reference} is ${refund.state}` };
  }
  const open = draw.pick(
    card.disputes.filter(({ state }) => state === "open"),
    nameOf,
  );
  const disputed = open && find(open.session);
  if (!open || !disputed) return undefined;
  open.state = draw.percent(50) ? "won" : "lost";
  open.isReinstated = open.state === "won";
  card.tell(disputed, "dispute.closed", true);
  return { what: `${open.reference} is ${open.state}` };
}

function dispute(card: CardService, draw: Draw) {
  const session = draw.pick(
    card.sessions.filter((each) => card.leftOf(each) > 0 && !card.disputes.some((d) => d.session === each.reference)),
    nameOf,
  );
  if (!session) return undefined;
  const reference = card.nextId("dp");
  // A bank may take all of it back although some of it went back already.
  const minor = draw.percent(20) ? session.amount.minor : card.leftOf(session);
  const amount = { minor, currency: session.amount.currency };
  const taken = { isWithdrawn: true, isReinstated: false, respondBy: null, reason: "fraudulent" };
  card.disputes.push({ session: session.reference, reference, state: "open", amount, ...taken });
  card.tell(session, "dispute.created", true);
  return { what: `${session.reference} is disputed` };
}

const transfer: Act = {
  name: "a transfer comes",
  weight: 6,
  async begin(school, draw) {
    const { bank } = school;
    const asked = and(eq(payments.provider, "bank"), ne(payments.state, "created"), ne(payments.state, "settled"));
    const rows = await school.read.select().from(payments).where(asked).orderBy(asc(payments.id));
    const payment = draw.pick(
      rows.filter(({ id }) => !bank.transfers.some(({ paymentId }) => paymentId === id)),
      byId,
    );
    // Nobody can pay by a reference that they were never shown.
    if (!payment?.reference) return undefined;
    const { id: paymentId, amountMinor, currency, reference } = payment;
    bank.hasStatements ??= draw.percent(60);
    bank.transfers.push({ paymentId, reference, amountMinor, currency });
    return { what: `a transfer for ${paymentId} is on the account` };
  },
};

const confirm: Act = {
  name: "confirm a transfer",
  weight: 8,
  begin(school, draw) {
    const paid = school.bank.hasStatements ? undefined : draw.pick(school.bank.transfers, ({ paymentId }) => paymentId);
    if (!paid) return undefined;
    const { paymentId } = paid;
    return {
      what: `the office confirms ${paymentId}`,
      run: pressing(school.people.finance, (ctx) => confirmTransfer(ctx, paymentId)),
    };
  },
};

/** A person makes the transfer at the bank, and then says so here, if nothing comes between. */
const sendTransfer: Act = {
  name: "send a refund by transfer",
  weight: 1.5,
  async begin(school, draw) {
    const rows = await school.read
      .select({ id: refunds.id, amountMinor: refunds.amountMinor, currency: refunds.currency })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(and(eq(payments.provider, "bank"), inArray(refunds.state, ["requested", "submitted"]), isApproved))
      .orderBy(asc(refunds.id));
    const found = draw.pick(rows, byId);
    if (!found) return undefined;
    return { what: `${found.id} is sent by transfer`, run: () => recordSent(school, found) };
  },
};

type Sent = { id: string; amountMinor: number; currency: string };

export async function recordSent({ bank, people }: SimulatedSchool, { id: refundId, amountMinor, currency }: Sent) {
  if (!bank.sent.some((each) => each.refundId === refundId))
    bank.sent.push({ refundId, amountMinor, currency, isReturned: false });
  const input = { refundId, holder: "A Student", iban: STUDENTS_IBAN };
  await pressing(people.finance, (ctx) => markRefundSent(ctx, input))();
}

export function recordReturned({ people }: SimulatedSchool, refundId: string) {
  const input = { refundId, reason: "transfer_account_closed" as const };
  return pressing(people.finance, (ctx) => recordReturnedRefund(ctx, input))();
}

const returnTransfer: Act = {
  name: "a refund comes back",
  weight: 1,
  begin(school, draw) {
    const sent = draw.pick(school.bank.sent, ({ refundId }) => refundId);
    if (!sent) return undefined;
    sent.isReturned = true;
    return { what: `${sent.refundId} comes back`, run: () => recordReturned(school, sent.refundId) };
  },
};

export const OUTSIDE: readonly Act[] = [
  ...[payThere, settleSlow, bring, atTheService, transfer, confirm, sendTransfer, returnTransfer],
];
