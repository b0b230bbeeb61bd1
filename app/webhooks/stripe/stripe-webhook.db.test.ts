import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { purgeForeignEvents } from "#ops/jobs/purge.ts";
import { getFingerprint } from "#providers/stripe/fingerprint.ts";
import {
  openPayingSchool,
  type PayingSchool,
  STRIPE_NEXT_SECRET,
  STRIPE_WEBHOOK_SECRET,
} from "#tests/support/paying-school.ts";
import type { StripeObject } from "#tests/support/stripe-server/objects.ts";
import { POST } from "./route.ts";

let school: PayingSchool;

beforeAll(async () => {
  school = await openPayingSchool({ "/webhooks/stripe": POST });
});

afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const SETTLED = {
  payment: "settled",
  failure: null,
  order: "paid",
  reviewReason: null,
  enrolment: "active",
  journals: 1,
};

async function send(event: unknown, secret = STRIPE_WEBHOOK_SECRET, ageSeconds = 0) {
  const payload = typeof event === "string" ? event : JSON.stringify(event);
  const timestamp = Math.floor(school.clock().getTime() / SECOND_MS) - ageSeconds;
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const request = new Request(`${school.url}/webhooks/stripe`, {
    method: "POST",
    headers: { "stripe-signature": signature },
    body: payload,
  });
  const answer = await POST(request);
  return { status: answer.status, body: await answer.json(), retryAfter: answer.headers.get("retry-after") };
}

const outcomeOf = async (event: StripeObject) =>
  (await school.events("stripe")).find(({ eventId }) => eventId === event.id)?.outcome;

describe("a message from Stripe", () => {
  test("makes the school ask Stripe, and what Stripe answers is booked once", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    expect(await send(event)).toMatchObject({ status: 200, body: { outcome: "settled" } });
    expect(await send(event)).toMatchObject({ status: 200, body: { outcome: "repeated" } });
    expect(await school.standing(buyer)).toEqual(SETTLED);
    expect(await outcomeOf(event)).toBe("settled");
  });

  test("that claims a payment which Stripe does not confirm books nothing", async () => {
    const buyer = await school.buyer("stripe");
    const claimed = { ...school.stripe.sessionOf(buyer.reference), payment_status: "paid", status: "complete" };
    const answer = await send(school.stripe.event("checkout.session.completed", claimed as StripeObject));
    expect(answer).toMatchObject({ status: 200, body: { outcome: "pending" } });
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending", journals: 0 });
  });

  test.each([
    ["another sum", { amount_total: 47_999 }],
    ["another currency", { currency: "eur" }],
    ["real money in a demo", { livemode: true }],
    ["another payment", { metadata: { payment_id: "pay_of_somebody_else" } }],
  ])("about %s books nothing and calls for a person", async (_, change) => {
    const buyer = await school.buyer("stripe");
    const paid = Object.assign(school.stripe.pay(buyer.reference), change);
    const answer = await send({ ...school.stripe.event("checkout.session.completed", paid), livemode: false });
    expect(answer).toMatchObject({ status: 200, body: { outcome: "mismatch" } });
    const standing = await school.standing(buyer);
    expect(standing).toMatchObject({ payment: "pending", order: "awaiting_payment", reviewReason: "amount_mismatch" });
    expect(standing.journals).toBe(0);
  });

  test("while Stripe does not answer is to be sent again, and works then", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    school.stripe.failNext("error", "error", "error");
    expect(await send(event)).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
    expect(await outcomeOf(event)).toBeUndefined();
    expect(await send(event)).toMatchObject({ status: 200, body: { outcome: "settled" } });
  });

  test("with another secret's signature is refused, and nothing of it is kept", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    expect(await send(event, "whsec_other")).toMatchObject({ status: 400, body: { error: "bad_signature" } });
    expect(await outcomeOf(event)).toBeUndefined();
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending" });
  });

  test("about a bank debit settles it when the money arrives, and fails it when it bounces", async () => {
    const [arrives, bounces] = [await school.buyer("stripe"), await school.buyer("stripe")];
    for (const { reference } of [arrives, bounces]) {
      await send(school.stripe.event("checkout.session.completed", school.stripe.payLater(reference)));
    }
    expect(await school.standing(arrives)).toMatchObject({ payment: "pending" });
    const { stripe } = school;
    await send(stripe.event("checkout.session.async_payment_succeeded", stripe.arrive(arrives.reference)));
    await send(stripe.event("checkout.session.async_payment_failed", stripe.bounce(bounces.reference)));
    expect(await school.standing(arrives)).toEqual(SETTLED);
    expect(await school.standing(bounces)).toMatchObject({
      payment: "failed",
      failure: "payment_not_through: No funds.",
      journals: 0,
    });
  });

  test("about an expired session ends the attempt", async () => {
    const buyer = await school.buyer("stripe");
    await school.runtime.providers.stripe?.cancel(buyer.reference);
    await send(school.stripe.event("checkout.session.expired", school.stripe.sessionOf(buyer.reference)));
    expect(await school.standing(buyer)).toMatchObject({ payment: "expired", journals: 0 });
  });
});

describe("what a school can do nothing with", () => {
  test("is refused when its stamp is older than five minutes, or when it is signed and yet no event", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    expect(await send(event, STRIPE_WEBHOOK_SECRET, 301)).toMatchObject({ status: 400 });
    for (const body of ["", "[]", "{}", "null", '{"id":"evt_1","data":{}}', "not json"]) {
      expect(await send(body)).toMatchObject({ status: 400, body: { error: "bad_signature" } });
    }
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending", journals: 0 });
  });

  test("is set aside when it comes from the live half of the account and the key is a test key", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    expect(await send({ ...event, livemode: true })).toMatchObject({ status: 200, body: { outcome: "other_mode" } });
    expect(await send({ ...event, livemode: true })).toMatchObject({ status: 200, body: { outcome: "repeated" } });
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending", reviewReason: null, journals: 0 });
  });

  test("is set aside when Stripe, asked with the school's key, does not know the session: it would never know it", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    school.stripe.forget(buyer.reference);
    expect(await send(event)).toMatchObject({ status: 200, body: { outcome: "unconfirmed" } });
    expect(await school.standing(buyer)).toMatchObject({ payment: "pending", journals: 0 });
  });

  test("is kept for a month when it is another app's, and asks Stripe nothing", async () => {
    const intent = { id: "pi_of_a_shop", object: "payment_intent", metadata: { shop: "7" }, livemode: false };
    const charge = {
      id: "ch_of_a_shop",
      object: "charge",
      payment_intent: "pi_of_a_shop",
      metadata: {},
      livemode: false,
    };
    const before = school.stripe.seen.length;
    const events = [
      school.stripe.event("payment_intent.succeeded", intent),
      school.stripe.event("charge.succeeded", charge),
      school.stripe.event("invoice.paid", { ...charge, id: "in_1", object: "invoice" }),
    ];
    for (const event of events) expect(await send(event)).toMatchObject({ body: { outcome: "unknown" } });
    expect(school.stripe.seen).toHaveLength(before);
    const start = school.clock();
    school.clock.set(new Date(start.getTime() + 31 * DAY_MS));
    await purgeForeignEvents();
    expect(await Promise.all(events.map(outcomeOf))).toEqual([undefined, undefined, undefined]);
    expect((await school.events("stripe")).every(({ paymentId }) => paymentId !== null)).toBe(true);
    school.clock.set(start);
  });
});

describe("while the signing secret is exchanged", () => {
  test("either secret proves a message, and it is noted which", async () => {
    for (const secret of [STRIPE_WEBHOOK_SECRET, STRIPE_NEXT_SECRET]) {
      const buyer = await school.buyer("stripe");
      const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
      expect(await send(event, secret)).toMatchObject({ status: 200, body: { outcome: "settled" } });
      const stored = (await school.events("stripe")).find(({ eventId }) => eventId === event.id);
      expect(stored?.signedWith).toBe(getFingerprint(secret));
    }
  });

  test("a message that Stripe has signed with both, as it does for a day, is taken by whoever has one of them", async () => {
    const buyer = await school.buyer("stripe");
    const event = school.stripe.event("checkout.session.completed", school.stripe.pay(buyer.reference));
    const payload = JSON.stringify(event);
    const timestamp = Math.floor(school.clock().getTime() / SECOND_MS);
    const sign = (secret: string) => Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
    const other = sign("whsec_of_tomorrow").split(",v1=")[1];
    const headers = {
      "stripe-signature": `t=${timestamp},v1=${other},v1=${sign(STRIPE_NEXT_SECRET).split(",v1=")[1]}`,
    };
    const answer = await POST(new Request(`${school.url}/webhooks/stripe`, { method: "POST", headers, body: payload }));
    expect([answer.status, (await answer.json()).outcome]).toEqual([200, "settled"]);
  });
});

describe("money given back in Stripe's dashboard", () => {
  test("is booked once however often it is told, and a payment of nobody's is stored and left alone", async () => {
    const { stripe } = school;
    const buyer = await school.buyer("stripe");
    await send(stripe.event("checkout.session.completed", stripe.pay(buyer.reference)));
    const refund = stripe.refundInDashboard(buyer.reference, 8_000);
    const charge = stripe.event("charge.refunded", stripe.chargeOf(buyer.reference));
    expect(await send(charge)).toMatchObject({ status: 200, body: { outcome: "refunded" } });
    expect(await send(charge)).toMatchObject({ body: { outcome: "repeated" } });
    expect(await send(stripe.event("refund.created", refund))).toMatchObject({ body: { outcome: "already" } });
    expect(await school.back(buyer)).toEqual(["external 8000"]);
    expect(await school.standing(buyer)).toEqual({ ...SETTLED, reviewReason: "refunded_outside" });

    const stranger = { ...refund, id: "re_of_nobody", payment_intent: "pi_of_nobody" };
    const unknown = stripe.event("refund.created", stranger);
    expect(await send(unknown)).toMatchObject({ status: 200, body: { outcome: "unknown" } });
    expect(await outcomeOf(unknown)).toBe("unknown");
  });

  test("while Stripe cannot be asked is to be told again, and nothing of it is kept until then", async () => {
    const { stripe } = school;
    const buyer = await school.buyer("stripe");
    await send(stripe.event("checkout.session.completed", stripe.pay(buyer.reference)));
    const event = stripe.event("refund.created", stripe.refundInDashboard(buyer.reference, 100));
    stripe.failNext("error", "error", "error");
    expect(await send(event)).toMatchObject({ status: 503 });
    expect([await outcomeOf(event), await school.back(buyer)]).toEqual([undefined, []]);
    expect(await send(event)).toMatchObject({ body: { outcome: "refunded" } });
  });

  test("and our own refund, their failure and a dispute end the same in every order of arrival", async () => {
    const ways = ["session", "charge", "own", "refund", "failed", "dispute", "lost", "back"] as const;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...ways], { minLength: ways.length }), async (order) => {
        const { stripe } = school;
        const buyer = await school.buyer("stripe");
        const session = stripe.pay(buyer.reference);
        const one = stripe.refundInDashboard(buyer.reference, 8_000);
        const two = stripe.refundInDashboard(buyer.reference, 5_000);
        stripe.failRefund(two.id);
        const dispute = stripe.decide(stripe.dispute(buyer.reference, 20_000), "lost");
        const events: Record<string, StripeObject> = {
          session: stripe.event("checkout.session.completed", session),
          charge: stripe.event("charge.refunded", stripe.chargeOf(buyer.reference)),
          refund: stripe.event("refund.created", one),
          failed: stripe.event("refund.failed", two),
          dispute: stripe.event("charge.dispute.created", dispute),
          lost: stripe.event("charge.dispute.funds_withdrawn", dispute),
        };
        await school.comeBack(buyer);
        for (const way of order) {
          const event = events[way];
          if (event) expect((await send(event)).status).toBe(200);
          else if (way === "own") await school.refund(buyer, 1_000);
          else await school.comeBack(buyer);
        }
        await send(stripe.event("charge.refunded", stripe.chargeOf(buyer.reference)));
        expect(await school.standing(buyer)).toEqual({ ...SETTLED, reviewReason: "dispute_lost" });
        expect(await school.back(buyer)).toEqual(["done 1000", "external 8000", "failed 5000"]);
      }),
      { numRuns: 10 },
    );
  });
});

describe("every order of arrival", () => {
  test("of Stripe's messages and the buyer's way back ends in the same state", async () => {
    const ways = ["session", "session again", "intent", "charge", "back", "created before"] as const;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...ways], { minLength: ways.length }), async (order) => {
        const { stripe } = school;
        const buyer = await school.buyer("stripe");
        const session = stripe.pay(buyer.reference);
        const intent = stripe.intentOf(buyer.reference);
        const completed = stripe.event("checkout.session.completed", session);
        const charge = { id: "ch_1", object: "charge", payment_intent: intent.id, metadata: {} };
        const events: Record<string, StripeObject> = {
          session: completed,
          "session again": completed,
          intent: stripe.event("payment_intent.succeeded", intent),
          "created before": stripe.event("payment_intent.created", { ...intent, status: "requires_payment_method" }),
          charge: stripe.event("charge.succeeded", charge),
        };
        for (const way of order) {
          const event = events[way];
          if (event) expect((await send(event)).status).toBe(200);
          else await school.comeBack(buyer);
        }
        expect(await school.standing(buyer)).toEqual(SETTLED);
      }),
      { numRuns: 12 },
    );
  });
});

const RECORDED = path.resolve("../shared/data/stripe/events-stripe-ruby-mock");
const OURS = /^(checkout\.session|payment_intent|charge)\./;
const recorded = existsSync(RECORDED) ? readdirSync(RECORDED).filter((name) => OURS.test(name)) : [];

/** A recorded event under an id of its own: the recordings all have the same one. */
function recordedEvent(name: string): StripeObject {
  const event = JSON.parse(readFileSync(path.join(RECORDED, name), "utf8")) as StripeObject;
  return { ...event, id: `evt_recorded_${name.replace(/\W/g, "_")}` };
}

describe.skipIf(recorded.length === 0)(
  "the recorded events (skipped where the recordings are not beside the checkout)",
  () => {
    test.each(recorded)("%s, about no payment of ours, is taken once and changes nothing", async (name) => {
      const event = recordedEvent(name);
      expect(await send(event)).toMatchObject({ status: 200, body: { outcome: "unknown" } });
      expect(await send(event)).toMatchObject({ status: 200, body: { outcome: "repeated" } });
      expect(await outcomeOf(event)).toBe("unknown");
    });

    test("about a payment of ours, in every order, leave it as Stripe says it is", async () => {
      const { stripe } = school;
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(recorded, { minLength: recorded.length }),
          fc.nat(),
          async (order, run) => {
            const buyer = await school.buyer("stripe");
            stripe.pay(buyer.reference);
            const intent = stripe.intentOf(buyer.reference);
            for (const name of order) {
              const event = recordedEvent(name);
              const { object } = event.data as { object: StripeObject };
              const id = { "checkout.session": buyer.reference, payment_intent: intent.id }[object.object] ?? object.id;
              const about = { ...object, id, payment_intent: intent.id, metadata: { payment_id: buyer.payment.id } };
              const told = { ...event, id: `${event.id}_${run}_${buyer.payment.id}`, data: { object: about } };
              expect((await send(told)).status).toBe(200);
            }
            expect(await school.standing(buyer)).toEqual(SETTLED);
          },
        ),
        { numRuns: 6 },
      );
    });
  },
);
