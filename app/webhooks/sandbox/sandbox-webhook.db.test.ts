import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { Overloaded } from "#db/errors.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { TEST_CARDS, type TestCard } from "#providers/sandbox/cards.ts";
import { answerBank, chargeCard, leaveCheckout } from "#providers/sandbox/charge.ts";
import { deliverDueEvents } from "#providers/sandbox/events.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { SIGNATURE_HEADER, signBody } from "#providers/sandbox/signature.ts";
import { openRuntime, setRuntime } from "#runtime";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { POST } from "./route.ts";

let school: PayingSchool;
let gateway: Gateway;

beforeAll(async () => {
  school = await openPayingSchool({ "/webhooks/sandbox": POST });
  gateway = openGateway(school.runtime) as Gateway;
});

afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

type Buyer = Awaited<ReturnType<PayingSchool["buyer"]>>;

const card = (outcome: TestCard["outcome"]) => TEST_CARDS.find((each) => each.outcome === outcome) as TestCard;
const SETTLED = {
  payment: "settled",
  failure: null,
  order: "paid",
  reviewReason: null,
  enrolment: "active",
  journals: 1,
};

type Told = { eventId?: string; state?: "settled" | "failed" | "cancelled"; amountMinor?: number; paymentId?: string };

/** A message as the gateway would send it. */
function message({ payment, reference }: Buyer, told: Told = {}) {
  const state = told.state ?? "settled";
  return JSON.stringify({
    id: told.eventId ?? createId("sandboxEvent"),
    type: `checkout.${state}`,
    checkout: {
      id: reference,
      paymentId: told.paymentId ?? payment.id,
      state,
      amountMinor: told.amountMinor ?? payment.amountMinor,
      currency: payment.currency,
      failure: state === "failed" ? "card_declined" : null,
    },
  });
}

async function send(body: string, signature = signBody(gateway.webhookSecret, body, school.clock())) {
  const request = new Request(`${school.url}/webhooks/sandbox`, {
    method: "POST",
    headers: { [SIGNATURE_HEADER]: signature },
    body,
  });
  const answer = await POST(request);
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

describe("over real HTTP, a test card", () => {
  test.each(["paid", "twice"] as const)(
    "that is %s puts the buyer into the course before they are back",
    async (how) => {
      const buyer = await school.buyer("sandbox");
      await chargeCard(gateway, buyer.reference, card(how));
      expect(await school.standing(buyer)).toEqual(SETTLED);
      await school.comeBack(buyer);
      expect(await school.standing(buyer)).toEqual(SETTLED);
    },
  );

  test("that is declined leaves the order to be paid in another way, which then works", async () => {
    const buyer = await school.buyer("sandbox");
    await chargeCard(gateway, buyer.reference, card("declined"));
    expect(await school.standing(buyer)).toMatchObject({ payment: "failed", order: "awaiting_payment", journals: 0 });
    const payment = await beginPayment({ actor: buyer.student }, { orderId: buyer.order.id, provider: "sandbox" });
    await chargeCard(gateway, payment.reference ?? "", card("paid"));
    expect(await school.standing({ ...buyer, payment })).toEqual(SETTLED);
  });

  test("that needs confirmation is decided on the second page", async () => {
    const [yes, no] = [await school.buyer("sandbox"), await school.buyer("sandbox")];
    for (const { reference } of [yes, no]) await chargeCard(gateway, reference, card("confirm"));
    expect(await school.standing(yes)).toMatchObject({ payment: "pending", order: "awaiting_payment" });
    await answerBank(gateway, yes.reference, true);
    await answerBank(gateway, no.reference, false);
    expect(await school.standing(yes)).toEqual(SETTLED);
    expect(await school.standing(no)).toMatchObject({ payment: "failed", failure: "payment_not_confirmed" });
  });

  test("that is slow waits for the message, and coming back early changes nothing", async () => {
    const buyer = await school.buyer("sandbox");
    await chargeCard(gateway, buyer.reference, card("slow"));
    expect(await school.comeBack(buyer)).toMatchObject({ outcome: "pending" });
    school.clock.forward(3 * SECOND_MS);
    await deliverDueEvents(gateway);
    expect(await school.standing(buyer)).toEqual(SETTLED);
  });

  test("whose connection is lost is found by coming back, and the late message changes nothing", async () => {
    const buyer = await school.buyer("sandbox");
    await chargeCard(gateway, buyer.reference, card("lost"));
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending" });
    await school.comeBack(buyer);
    expect(await school.standing(buyer)).toEqual(SETTLED);
    school.clock.forward(10 * SECOND_MS);
    await deliverDueEvents(gateway);
    expect(await school.standing(buyer)).toEqual(SETTLED);
  });

  test("that is never charged because the buyer leaves ends the attempt, not the order", async () => {
    const buyer = await school.buyer("sandbox");
    await leaveCheckout(gateway, buyer.reference);
    expect(await school.standing(buyer)).toMatchObject({
      payment: "cancelled",
      order: "awaiting_payment",
      journals: 0,
    });
  });
});

describe("every order of arrival", () => {
  test("of messages and the buyer's way back, repeated or not, ends in the same state", async () => {
    const ways = ["first", "first", "second", "back", "failed before"] as const;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...ways], { minLength: ways.length }), async (order) => {
        const buyer = await school.buyer("sandbox");
        const told = { first: message(buyer), second: message(buyer), failed: message(buyer, { state: "failed" }) };
        for (const way of order) {
          if (way === "back") await school.comeBack(buyer);
          else expect((await send(told[way === "failed before" ? "failed" : way])).status).toBe(200);
        }
        expect(await school.standing(buyer)).toEqual(SETTLED);
      }),
      { numRuns: 12 },
    );
  });

  test("also when all arrive at once", async () => {
    const buyer = await school.buyer("sandbox");
    const [same, other] = [message(buyer), message(buyer)];
    const answers = await Promise.all([send(same), send(same), send(other), school.comeBack(buyer), send(same)]);
    const statuses = answers.flatMap((answer) => ("status" in answer ? [answer.status] : []));
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect(await school.standing(buyer)).toEqual(SETTLED);
  });
});

describe("a message", () => {
  test("is stored once with what came of it, and told again is a success", async () => {
    const buyer = await school.buyer("sandbox");
    const eventId = createId("sandboxEvent");
    const body = message(buyer, { eventId });
    expect(await send(body)).toMatchObject({ status: 200, body: { outcome: "settled" } });
    expect(await send(body)).toMatchObject({ status: 200, body: { outcome: "repeated" } });
    const stored = (await school.events("sandbox")).filter((event) => event.eventId === eventId);
    expect(stored).toMatchObject([{ type: "checkout.settled", outcome: "settled" }]);
  });

  test("about no payment of ours is taken and noted", async () => {
    const buyer = await school.buyer("sandbox");
    const eventId = createId("sandboxEvent");
    const answer = await send(message(buyer, { eventId, paymentId: createId("payment") }));
    expect(answer).toMatchObject({ status: 200, body: { outcome: "unknown" } });
    expect((await school.events("sandbox")).find((event) => event.eventId === eventId)?.outcome).toBe("unknown");
  });

  test("about another sum books nothing and calls for a person", async () => {
    const buyer = await school.buyer("sandbox");
    const answer = await send(message(buyer, { amountMinor: 1 }));
    expect(answer).toMatchObject({ status: 200, body: { outcome: "mismatch" } });
    expect(await school.standing(buyer)).toMatchObject({
      payment: "pending",
      order: "awaiting_payment",
      reviewReason: "amount_mismatch",
      journals: 0,
    });
  });

  test("whose signature does not fit is refused, and nothing of it is kept", async () => {
    const buyer = await school.buyer("sandbox");
    const before = (await school.events("sandbox")).length;
    expect(await send(message(buyer), signBody("another secret", message(buyer), school.clock()))).toMatchObject({
      status: 400,
      body: { error: "bad_signature" },
    });
    expect(await send(message(buyer), "")).toMatchObject({ status: 400 });
    expect(await school.events("sandbox")).toHaveLength(before);
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending" });
  });

  test("that is signed but not one of the gateway's is refused", async () => {
    expect(await send('{"hello":"world"}')).toMatchObject({ status: 400 });
    expect(await send("no json")).toMatchObject({ status: 400 });
  });

  test("of more than 256 kB is refused without being read to its end", async () => {
    expect(await send("x".repeat(256 * 1024 + 1))).toMatchObject({ status: 413, body: { error: "body_too_large" } });
  });

  test("that comes while the database is too busy is to be sent again", async () => {
    const buyer = await school.buyer("sandbox");
    const busy = { ...school.database, write: () => Promise.reject(new Overloaded("the writer's queue is full")) };
    setRuntime({ ...school.runtime, database: busy });
    const body = message(buyer);
    const answer = await send(body).finally(() => setRuntime(school.runtime));
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await send(body)).toMatchObject({ status: 200, body: { outcome: "settled" } });
  });

  test("of the sandbox is not found in a real school", async () => {
    const config = readConfig({ MATRICULA_OWNER_EMAIL: "owner@school.example", MATRICULA_LOG_LEVEL: "silent" });
    const buyer = await school.buyer("sandbox");
    setRuntime(
      openRuntime(config, { database: school.database, clock: school.clock, secret: "a secret of this test" }),
    );
    const answer = await send(message(buyer)).finally(() => setRuntime(school.runtime));
    expect(answer.status).toBe(404);
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending" });
  });
});
