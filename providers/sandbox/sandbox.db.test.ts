import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { addMs, MINUTE_MS, SECOND_MS, createFakeClock } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { type CheckoutRequest, isProviderTrouble } from "#domain/payments/provider.ts";
import { findTestCard, TEST_CARDS, type TestCard } from "./cards.ts";
import { answerBank, cancelCheckout, chargeCard, leaveCheckout } from "./charge.ts";
import { deliverDueEvents } from "./events.ts";
import { type Gateway, openGateway } from "./gateway.ts";
import { sandboxProvider } from "./provider.ts";

const START = new Date("2026-01-05T10:00:00Z");
const clock = createFakeClock(START);

let database: TestDatabase;
let server: Server;
let gateway: Gateway;
/** What the school was told, and what it answers. */
let heard: { body: string; headers: Headers }[] = [];
let schoolAnswers = 200;

beforeAll(async () => {
  database = await openTestDatabase();
  server = createServer(async (request, response) => {
    const body = await text(request);
    heard.push({ body, headers: new Headers(request.headers as Record<string, string>) });
    response.writeHead(schoolAnswers).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const config = readConfig({ PORT: String(port) });
  gateway = openGateway({ config, database, clock, secret: "a secret of this test" }) as Gateway;
});

afterAll(async () => {
  server.close();
  await database.drop();
});

beforeEach(() => {
  heard = [];
  schoolAnswers = 200;
  clock.set(START);
});

function request(change: Partial<CheckoutRequest> = {}): CheckoutRequest {
  const paymentId = createId("payment");
  return {
    paymentId,
    idempotencyKey: `start:${paymentId}`,
    orderCode: "M7K2Q",
    amount: { minor: 48_000, currency: "CHF" },
    description: "Bookbinding for beginners",
    buyerEmail: "mara@example.org",
    expiresAt: addMs(clock(), 15 * MINUTE_MS),
    returnUrl: "http://localhost:3000/pay/return",
    cancelUrl: "http://localhost:3000/pay/cancelled",
    ...change,
  };
}

const card = (outcome: TestCard["outcome"]) => TEST_CARDS.find((each) => each.outcome === outcome) as TestCard;
const provider = () => sandboxProvider(gateway);

async function started(change: Partial<CheckoutRequest> = {}) {
  const asked = request(change);
  const { reference, checkoutUrl } = await provider().start(asked);
  return { asked, reference, checkoutUrl, look: () => provider().look(reference) };
}

/** The messages as the school reads them, signatures checked. */
const told = () => Promise.all(heard.map(({ body, headers }) => provider().readEvent(body, headers, clock())));

describe("starting", () => {
  test("opens a checkout that is unpaid and about the payment", async () => {
    const { asked, reference, checkoutUrl, look } = await started();
    expect(checkoutUrl).toBe(`${gateway.pagesUrl}/${reference}`);
    expect(await look()).toEqual({ state: "pending", amount: asked.amount, live: false, paymentId: asked.paymentId });
  });

  test("gives the same checkout for the same key, also when asked at once", async () => {
    const asked = request();
    const all = await Promise.all(Array.from({ length: 5 }, () => provider().start(asked)));
    expect(new Set(all.map(({ reference }) => reference)).size).toBe(1);
  });

  test("refuses a key that was used for another amount", async () => {
    const asked = request();
    await provider().start(asked);
    const other = provider().start({ ...asked, amount: { minor: 1, currency: "CHF" } });
    await expect(other).rejects.toSatisfy(isProviderTrouble);
  });

  test("is impossible in a real school", () => {
    const config = readConfig({ MATRICULA_OWNER_EMAIL: "owner@school.example" });
    expect(openGateway({ config, database, clock, secret: "x" })).toBeUndefined();
  });
});

describe("a test card", () => {
  test("for success settles and tells the school once, in a message that proves it", async () => {
    const { asked, reference, look } = await started();
    await chargeCard(gateway, reference, card("paid"));
    expect((await look()).state).toBe("settled");
    const view = { state: "settled", amount: asked.amount, live: false, paymentId: asked.paymentId };
    expect(await told()).toMatchObject([{ type: "checkout.settled", reference, paymentId: asked.paymentId, view }]);
  });

  test("that is declined fails with the bank's words and tells the school", async () => {
    const { reference, look } = await started();
    await chargeCard(gateway, reference, card("declined"));
    expect(await look()).toMatchObject({ state: "failed", failure: "card_declined" });
    expect(await told()).toMatchObject([{ view: { state: "failed", failure: "card_declined" } }]);
  });

  test("that needs confirmation is charged only after it", async () => {
    const { reference, look } = await started();
    await chargeCard(gateway, reference, card("confirm"));
    expect((await look()).state).toBe("pending");
    expect(heard).toHaveLength(0);
    await answerBank(gateway, reference, true);
    expect((await look()).state).toBe("settled");
    expect(heard).toHaveLength(1);
  });

  test("whose confirmation is refused fails", async () => {
    const { reference, look } = await started();
    await chargeCard(gateway, reference, card("confirm"));
    await answerBank(gateway, reference, false);
    expect(await look()).toMatchObject({ state: "failed", failure: "payment_not_confirmed" });
  });

  test("that is slow settles three seconds later, by the message alone", async () => {
    const { reference, look } = await started();
    await chargeCard(gateway, reference, card("slow"));
    clock.forward(2 * SECOND_MS);
    await deliverDueEvents(gateway);
    expect((await look()).state).toBe("pending");
    expect(heard).toHaveLength(0);
    clock.forward(SECOND_MS);
    await deliverDueEvents(gateway);
    expect((await look()).state).toBe("settled");
    expect(await told()).toMatchObject([{ view: { state: "settled" } }]);
  });

  test("for repeated messages sends one twice and another that says the same", async () => {
    const { reference } = await started();
    await chargeCard(gateway, reference, card("twice"));
    const [first, second, third] = (await told()).map(({ eventId }) => eventId);
    expect(heard).toHaveLength(3);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("that loses the connection is charged at once and told of ten seconds later", async () => {
    const { reference, look } = await started();
    await chargeCard(gateway, reference, card("lost"));
    expect((await look()).state).toBe("settled");
    expect(heard).toHaveLength(0);
    clock.forward(10 * SECOND_MS);
    await deliverDueEvents(gateway);
    expect(heard).toHaveLength(1);
  });

  test("is known by its number, however it is grouped, and no other is", () => {
    expect(findTestCard("4242 4242 4242 4242")?.outcome).toBe("paid");
    expect(findTestCard("4000-0000-0000-0002")?.outcome).toBe("declined");
    expect(findTestCard("4111111111111111")).toBeUndefined();
  });
});

describe("a checkout", () => {
  test("is charged once, however many press Pay at the same time", async () => {
    const { reference } = await started();
    const charges = await Promise.all(Array.from({ length: 8 }, () => chargeCard(gateway, reference, card("paid"))));
    expect(charges.filter((charge) => charge !== undefined)).toHaveLength(1);
    expect(heard).toHaveLength(1);
  });

  test("cannot be charged from its end on", async () => {
    const { asked, reference, look } = await started();
    clock.set(asked.expiresAt);
    expect(await chargeCard(gateway, reference, card("paid"))).toBeUndefined();
    expect((await look()).state).toBe("expired");
  });

  test("cannot be charged once the school has cancelled it, and cancelling again is fine", async () => {
    const { reference, look } = await started();
    await cancelCheckout(gateway, reference);
    await cancelCheckout(gateway, reference);
    expect(await chargeCard(gateway, reference, card("paid"))).toBeUndefined();
    expect((await look()).state).toBe("cancelled");
    expect(heard).toHaveLength(0);
  });

  test("that was charged stays charged when the school cancels it too late", async () => {
    const { reference, look } = await started();
    await chargeCard(gateway, reference, card("paid"));
    await provider().cancel(reference);
    expect((await look()).state).toBe("settled");
  });

  test("tells the school when the buyer leaves it", async () => {
    const { reference } = await started();
    await leaveCheckout(gateway, reference);
    expect(await told()).toMatchObject([{ type: "checkout.cancelled", view: { state: "cancelled" } }]);
  });

  test("that the gateway does not know is trouble, not an answer", async () => {
    await expect(provider().look("sbx_unknown")).rejects.toSatisfy(isProviderTrouble);
  });
});

describe("a message that the school does not take", () => {
  test("is sent again after longer and longer, and is the same message", async () => {
    schoolAnswers = 503;
    const { reference } = await started();
    await chargeCard(gateway, reference, card("paid"));
    expect(heard).toHaveLength(1);
    expect(await deliverDueEvents(gateway)).toEqual({ delivered: 0, failed: 0 });
    clock.forward(2 * SECOND_MS);
    expect(await deliverDueEvents(gateway)).toEqual({ delivered: 0, failed: 1 });
    schoolAnswers = 200;
    clock.forward(10 * SECOND_MS);
    expect(await deliverDueEvents(gateway)).toEqual({ delivered: 1, failed: 0 });
    expect(new Set((await told()).map(({ eventId }) => eventId)).size).toBe(1);
    clock.forward(60 * MINUTE_MS);
    expect(await deliverDueEvents(gateway)).toEqual({ delivered: 0, failed: 0 });
  });

  test("is given up after six times", async () => {
    schoolAnswers = 500;
    const { reference } = await started({ expiresAt: addMs(clock(), 600 * MINUTE_MS) });
    await chargeCard(gateway, reference, card("paid"));
    for (let round = 0; round < 10; round++) {
      clock.forward(61 * MINUTE_MS);
      await deliverDueEvents(gateway);
    }
    expect(heard).toHaveLength(6);
  });

  test("is sent once by two processes that look after it at the same time", async () => {
    schoolAnswers = 503;
    const { reference } = await started();
    await chargeCard(gateway, reference, card("paid"));
    schoolAnswers = 200;
    clock.forward(MINUTE_MS);
    await Promise.all([deliverDueEvents(gateway), deliverDueEvents(gateway), deliverDueEvents(gateway)]);
    expect(heard).toHaveLength(2);
  });
});

describe("a refund", () => {
  const back = (reference: string, minor: number, key: string) =>
    provider().refund({
      refundId: createId("refund"),
      idempotencyKey: key,
      reference,
      amount: { minor, currency: "CHF" },
      reason: "The course was cancelled.",
    });

  test("gives back at most what was charged, and the same key once", async () => {
    const { reference } = await started();
    await chargeCard(gateway, reference, card("paid"));
    const first = await back(reference, 30_000, `r1:${reference}`);
    expect(first.state).toBe("done");
    expect(await back(reference, 30_000, `r1:${reference}`)).toEqual(first);
    expect(await back(reference, 18_001, `r2:${reference}`)).toMatchObject({ state: "failed" });
    expect(await back(reference, 18_000, `r3:${reference}`)).toMatchObject({ state: "done" });
  });

  test("of what was never charged fails", async () => {
    const { reference } = await started();
    expect(await back(reference, 1, `r4:${reference}`)).toMatchObject({ state: "failed" });
  });
});
