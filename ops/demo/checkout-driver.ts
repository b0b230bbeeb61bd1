import { and, eq, inArray } from "drizzle-orm";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { enrolments, orders, payments, waitingList } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { type Enrolled, enrolStudent } from "#domain/checkout/enrol-student.ts";
import { addMs, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { expireOrder } from "#domain/checkout/expire-order.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import type { PaymentProvider, PaymentStatus } from "#domain/payments/provider.ts";
import { recordCheckout } from "#domain/payments/record-checkout.ts";
import { startPayment } from "#domain/payments/start-payment.ts";
import { lapseOffer } from "#domain/waiting/lapse-offer.ts";
import { bankProvider } from "#providers/bank/provider.ts";
import { type CardOutcome, TEST_CARDS } from "#providers/sandbox/cards.ts";
import { chargeCard, leaveCheckout } from "#providers/sandbox/charge.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import type { Person } from "./people.ts";
import { systemActor, type Simulation } from "./simulation.ts";

type Order = Enrolled["order"];
type Payment = typeof payments.$inferSelect;

/** What people do about money in the story, through the same verbs and the same sandbox gateway as in the browser. */
export type CheckoutDriver = {
  /** Enrols, and looks after what follows by itself: the order expires when nobody pays. */
  enrol(person: Person, cohortId: string, provider?: ProviderName): Promise<Enrolled>;
  /** Takes a payment to its provider and gives its reference there. */
  open(order: Order, payment: Payment): Promise<string>;
  /** Begins another attempt on the same order, and opens it. */
  again(person: Person, order: Order, provider: ProviderName): Promise<{ payment: Payment; reference: string }>;
  /** Types a test card into an open checkout. */
  card(reference: string, outcome: CardOutcome): Promise<void>;
  /** Leaves the gateway's page without paying. */
  leave(reference: string): Promise<void>;
  /** Enrols and pays by card at once. */
  buy(person: Person, cohortId: string): Promise<Enrolled>;
  /** Looks after the offers of a waiting list that nobody answers in time. */
  watchOffers(cohortId: string): Promise<void>;
};

export function createCheckoutDriver(stage: Simulation): CheckoutDriver {
  const { config, database, clock, secret } = stage.runtime;
  const gateway = openGateway({ config, database, clock, secret });
  const sandbox = stage.runtime.providers.sandbox;
  if (!gateway || !sandbox) throw new Error("the story is played in a demo school, which has the sandbox gateway");
  const parts: Parts = { stage, gateway, sandbox, bank: bankProvider(database) };

  const till: CheckoutDriver = {
    async enrol(person, cohortId, provider) {
      const enrolled = await stage.act(person.actor, (ctx) =>
        enrolStudent(ctx, { cohortId, studentId: person.id, ...(provider ? { provider } : {}) }),
      );
      if (enrolled.order.expiresAt) watchOrder(parts, enrolled.order, enrolled.order.expiresAt);
      return enrolled;
    },
    open: (order, payment) => openCheckout(parts, order, payment),
    async again(person, order, provider) {
      const payment = await stage.act(person.actor, (ctx) => startPayment(ctx, { orderId: order.id, provider }));
      return { payment, reference: await openCheckout(parts, order, payment) };
    },
    async card(reference, outcome) {
      const card = TEST_CARDS.find((each) => each.outcome === outcome);
      if (card) await chargeCard(gateway, reference, card);
    },
    async leave(reference) {
      await leaveCheckout(gateway, reference);
    },
    async buy(person, cohortId) {
      const enrolled = await till.enrol(person, cohortId, "sandbox");
      if (enrolled.payment) await till.card(await till.open(enrolled.order, enrolled.payment), "paid");
      return enrolled;
    },
    watchOffers: (cohortId) => watchOffers(stage, cohortId),
  };
  return till;
}

type Parts = { stage: Simulation; gateway: Gateway; sandbox: PaymentProvider; bank: PaymentProvider };

async function openCheckout(parts: Parts, order: Order, payment: Payment): Promise<string> {
  const { stage, sandbox, bank } = parts;
  const { config } = stage.runtime;
  const provider = payment.provider === "bank" ? bank : sandbox;
  const started = await provider.start({
    paymentId: payment.id,
    idempotencyKey: payment.idempotencyKey,
    orderCode: order.code,
    amount: { minor: payment.amountMinor, currency: payment.currency },
    description: `Order ${order.code}`,
    buyerEmail: "",
    expiresAt: payment.expiresAt ?? stage.now(),
    returnUrl: `${config.url}/checkout/${order.code}/return?payment=${payment.id}`,
    cancelUrl: `${config.url}/checkout/${order.code}`,
  });
  await stage.act(systemActor, (ctx) => recordCheckout(ctx, { paymentId: payment.id, ...started }));
  // A transfer keeps its order alive for longer than a card does.
  if (payment.expiresAt) watchOrder(parts, order, payment.expiresAt);
  return started.reference;
}

function watchOrder(parts: Parts, order: Order, until: Date): void {
  parts.stage.at(addMs(until, 20 * SECOND_MS), () => giveUp(parts, order));
}

/** What the jobs do when nobody has paid: the order expires, and its open attempts are closed at the gateway. */
async function giveUp({ stage, sandbox }: Parts, order: Order): Promise<void> {
  await stage.act(systemActor, (ctx) => expireOrder(ctx, order.id));
  const [now] = await stage.read.select({ state: orders.state }).from(orders).where(eq(orders.id, order.id));
  if (now?.state !== "expired" && now?.state !== "cancelled") return;
  const open = await stage.read
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, order.id), inArray(payments.state, ["created", "pending"])));
  for (const payment of open) {
    // Nobody can call back a transfer: it stays open for the money that may still come.
    if (payment.provider !== "sandbox") continue;
    const view = payment.reference ? await closeAt(sandbox, payment.reference) : neverHeardOf(payment);
    await stage.act(systemActor, (ctx) =>
      applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view }),
    );
  }
}

async function closeAt(provider: PaymentProvider, reference: string): Promise<PaymentStatus> {
  await provider.cancel(reference);
  return provider.look(reference);
}

/** An attempt that never reached the gateway: nothing can come of it. */
function neverHeardOf({ id, amountMinor, currency }: Payment): PaymentStatus {
  return { state: "expired", amount: { minor: amountMinor, currency }, live: false, paymentId: id };
}

async function watchOffers(stage: Simulation, cohortId: string): Promise<void> {
  const offered = await stage.read
    .select({ id: waitingList.id, until: waitingList.offerExpiresAt })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.state, "offered")));
  for (const { id, until } of offered) {
    if (!until) continue;
    stage.at(addMs(until, MINUTE_MS), async () => {
      if (await stage.act(systemActor, (ctx) => lapseOffer(ctx, id))) await watchOffers(stage, cohortId);
    });
  }
}

/** The place that somebody has in a cohort. */
export async function findEnrolmentId(stage: Simulation, person: Person, cohortId: string): Promise<string> {
  const [place] = await stage.read
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.studentId, person.id), eq(enrolments.cohortId, cohortId)));
  if (!place) throw new Error(`${person.name} has no place in ${cohortId}`);
  return place.id;
}

/** The payment of an order that brought its money. */
export async function getSettledPayment(stage: Simulation, orderId: string): Promise<Payment> {
  const [payment] = await stage.read
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, "settled")));
  if (!payment) throw new Error(`order ${orderId} has no settled payment`);
  return payment;
}

/** Listens for the gateway's messages while the school's own server is not running yet, and does with them what it would. */
export async function openWebhookStub(): Promise<{
  port: number;
  hear(stage: Simulation): void;
  close(): Promise<void>;
}> {
  let stage: Simulation | undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const heard =
      stage &&
      (await handleWebhook(stage, Buffer.concat(chunks).toString("utf8"), request.headers).then(
        () => true,
        () => false,
      ));
    response.writeHead(heard ? 200 : 500).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    hear(opened) {
      stage = opened;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function handleWebhook(stage: Simulation, body: string, sent: NodeJS.Dict<string | string[]>): Promise<void> {
  const headers = new Headers(Object.entries(sent).map(([name, value]): [string, string] => [name, String(value)]));
  const event = await stage.runtime.providers.sandbox?.readEvent(body, headers, stage.now());
  if (!event) throw new Error("the gateway said nothing");
  const { paymentId, view = null } = event;
  await stage.act(systemActor, (ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view, event }));
}
