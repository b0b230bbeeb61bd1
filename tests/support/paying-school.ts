import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { count, eq } from "drizzle-orm";
import Stripe from "stripe";
import { readConfig } from "#config/config.ts";
import { enrolments, journals, orders, payments, providerEvents, refunds } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { receiveProviderEvent } from "#services/payments/receive-provider-event.ts";
import { requestAndSendRefund } from "#services/payments/refund.ts";
import { syncPayment } from "#services/payments/sync-payment.ts";
import { openRuntime, setRuntime } from "#runtime";
import { openTestSchool } from "./school.ts";
import { openStripeServer } from "./stripe-server/server.ts";

const STRIPE_KEY = "sk_test_matricula";
export const STRIPE_WEBHOOK_SECRET = "whsec_matricula";
/** The one that takes its place: both are set, as while they are exchanged. */
export const STRIPE_NEXT_SECRET = "whsec_matricula_next";

type Routes = Record<string, (request: Request) => Promise<Response>>;

export type PayingSchool = Awaited<ReturnType<typeof openPayingSchool>>;

/**
 * A school with every provider switched on: its own database, the Stripe stand-in, and its routes behind real HTTP, so that
 * the sandbox gateway reaches them as it reaches a running school.
 */
export async function openPayingSchool(routes: Routes) {
  const school = await openTestSchool({ holdMinutes: 31 });
  const http = await serve(routes);
  const stripe = await openStripeServer({ secretKey: STRIPE_KEY, now: school.clock });
  const config = readConfig({
    PORT: String(http.port),
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,stripe,bank",
    STRIPE_SECRET_KEY: STRIPE_KEY,
    STRIPE_WEBHOOK_SECRET: `${STRIPE_WEBHOOK_SECRET}, ${STRIPE_NEXT_SECRET}`,
    STRIPE_API_HOST: "127.0.0.1",
    STRIPE_API_PORT: String(stripe.port),
    STRIPE_API_PROTOCOL: "http",
    MATRICULA_LOG_LEVEL: "silent",
  });
  const opened = openRuntime(config, {
    database: school.database,
    clock: school.clock,
    secret: "a secret of this test",
  });
  setRuntime(opened);
  const { read } = school.database;

  /** A student who has pressed Enrol on a paid cohort and stands at the provider's checkout. */
  async function buyer(provider: ProviderName, amountMinor = 48_000) {
    const student = await school.person("student");
    const cohort = await school.cohort({ priceMinor: amountMinor, capacity: 5 });
    const { order } = await school.as(student)((ctx) =>
      enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
    );
    const payment = await beginPayment({ actor: student }, { orderId: order.id, provider });
    return { student, order, payment, reference: payment.reference ?? "" };
  }

  /** How everything about one payment stands: what must not depend on the order in which messages arrive. */
  async function standing({ order, payment }: Awaited<ReturnType<typeof buyer>>) {
    const [paid] = await read.select().from(payments).where(eq(payments.id, payment.id));
    const [bought] = await read.select().from(orders).where(eq(orders.id, order.id));
    const [place] = await read.select().from(enrolments).where(eq(enrolments.studentId, order.buyerId));
    const [booked] = await read.select({ n: count() }).from(journals).where(eq(journals.sourceId, payment.id));
    return {
      payment: paid?.state,
      failure: paid?.failure ?? null,
      order: bought?.state,
      reviewReason: bought?.reviewReason ?? null,
      enrolment: place?.state,
      journals: booked?.n ?? 0,
    };
  }

  /** A message of Stripe's, signed as it signs; what became of it. */
  async function tellFromStripe(event: unknown): Promise<string> {
    const payload = JSON.stringify(event);
    const timestamp = Math.floor(school.clock().getTime() / SECOND_MS);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE_WEBHOOK_SECRET, timestamp });
    const provider = opened.providers.stripe;
    if (!provider) throw new Error("no Stripe");
    const headers = new Headers({ "stripe-signature": signature });
    return (await receiveProviderEvent(provider, { body: payload, headers, requestId: "req_test" })).outcome;
  }

  /** What the page does that the buyer comes back to. */
  async function comeBack({ payment }: { payment: typeof payments.$inferSelect }) {
    const [row] = await read.select().from(payments).where(eq(payments.id, payment.id));
    return syncPayment(row ?? payment, "return-page");
  }

  /** Finance asks for money to go back here, and it is sent. */
  async function refund({ payment }: Awaited<ReturnType<typeof buyer>>, amountMinor: number) {
    const finance = await school.person("finance");
    const input = { paymentId: payment.id, amountMinor, reason: "One evening fell out." };
    return requestAndSendRefund({ actor: finance }, input);
  }

  /** Every refund of a payment, its state and how much. */
  async function back({ payment }: Awaited<ReturnType<typeof buyer>>) {
    const all = await read.select().from(refunds).where(eq(refunds.paymentId, payment.id));
    return all.map(({ state, amountMinor }) => `${state} ${amountMinor}`).sort();
  }

  return {
    ...school,
    runtime: opened,
    stripe,
    url: `http://127.0.0.1:${http.port}`,
    buyer,
    standing,
    comeBack,
    tellFromStripe,
    refund,
    back,
    events: (provider: ProviderName) =>
      read.select().from(providerEvents).where(eq(providerEvents.provider, provider)).orderBy(providerEvents.id),
    async close() {
      await http.close();
      await stripe.close();
      await school.drop();
    },
  };
}

/** The routes of a school without Next: the same functions, behind a real socket. */
async function serve(routes: Routes) {
  const server = createServer(async (message, response) => {
    const body = await buffer(message);
    const headers = new Headers(message.headers as Record<string, string>);
    const route = routes[message.url ?? ""];
    const request = new Request(`http://127.0.0.1${message.url}`, { method: "POST", headers, body });
    const answer = route ? await route(request) : new Response(null, { status: 404 });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
