import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { receiveWebhook } from "#app/webhooks/receive.ts";
import { sandboxCheckouts, sandboxEvents } from "#db/schema/index.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { TEST_CARDS, type TestCard } from "#providers/sandbox/cards.ts";
import { chargeCard } from "#providers/sandbox/charge.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { SIGNATURE_HEADER, signBody } from "#providers/sandbox/signature.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { receiveProviderEvent } from "./receive-provider-event.ts";
import { closeOverduePayments, syncHangingPayments } from "./sync-payment.ts";

let school: PayingSchool;
const START = new Date("2026-01-05T10:00:00Z");
const RUNS = 12;
const PAID = { payment: "settled", failure: null, order: "paid", reviewReason: null, enrolment: "active", journals: 1 };

beforeAll(async () => {
  // The gateway's own messages come too; those of the test come in the order of the test.
  school = await openPayingSchool({ "/webhooks/sandbox": (request) => receiveWebhook(request, "sandbox") });
});
beforeEach(() => school.clock.set(START));
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

type Buyer = Awaited<ReturnType<PayingSchool["buyer"]>>;
type Way = "first" | "second" | "again" | "back" | "hanging" | "closing";
const WAYS: readonly Way[] = ["first", "second", "again", "back", "hanging", "closing"];

/** Charges a buyer, and gives the two messages that say so. */
const CHARGE: Record<"stripe" | "sandbox", (buyer: Buyer) => Promise<[() => Promise<string>, () => Promise<string>]>> =
  {
    async stripe({ reference }) {
      const { stripe } = school;
      const session = stripe.event("checkout.session.completed", stripe.pay(reference));
      const intent = stripe.event("payment_intent.succeeded", stripe.intentOf(reference));
      return [() => school.tellFromStripe(session), () => school.tellFromStripe(intent)];
    },
    async sandbox({ reference }) {
      const gateway = openGateway(school.runtime) as Gateway;
      const card = TEST_CARDS.find(({ outcome }) => outcome === "slow") as TestCard;
      await chargeCard(gateway, reference, card);
      const [event] = await school.database.read
        .select()
        .from(sandboxEvents)
        .where(eq(sandboxEvents.checkoutId, reference));
      const tell = (eventId: string) => async () => {
        const provider = school.runtime.providers.sandbox;
        if (!provider) throw new Error("no sandbox");
        const body = JSON.stringify({ ...(event?.body as object), id: eventId });
        const headers = new Headers({ [SIGNATURE_HEADER]: signBody(gateway.webhookSecret, body, school.clock()) });
        return (await receiveProviderEvent(provider, { body, headers, requestId: "req_test" })).outcome;
      };
      return [tell(`${reference}-a`), tell(`${reference}-b`)];
    },
  };

describe.each(["stripe", "sandbox"] as const)("a payment by %s", (provider) => {
  test("ends in one paid order and one booking, in whatever order messages, buyer and jobs come", async () => {
    const order = fc.shuffledSubarray([...WAYS], { minLength: WAYS.length });
    await fc.assert(
      fc.asyncProperty(order, async (ways) => {
        const buyer = await school.buyer(provider);
        const [first, second] = await CHARGE[provider](buyer);
        const go: Record<Way, () => Promise<unknown>> = {
          ...{ first, second, again: first, back: () => school.comeBack(buyer) },
          hanging: async () => {
            school.clock.set(addMs(START, 20 * MINUTE_MS));
            await syncHangingPayments();
            school.clock.set(START);
          },
          closing: closeOverduePayments,
        };
        for (const way of ways) await go[way]();
        expect(await school.standing(buyer)).toEqual(PAID);
      }),
      { numRuns: RUNS },
    );
  });

  test("of which any message may be lost, or all of them, is found by the job that asks", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(["first", "second"] as const), async (heard) => {
        school.clock.set(START);
        const buyer = await school.buyer(provider);
        const [first, second] = await CHARGE[provider](buyer);
        if (heard.includes("first")) await first();
        if (heard.includes("second")) await second();
        if (provider === "sandbox" && heard.length === 0) {
          // Its money is on the way until it has told somebody, and nobody listens: it arrives all the same.
          await school.database.write(async (tx) => {
            const own = eq(sandboxCheckouts.id, buyer.reference);
            await tx.update(sandboxCheckouts).set({ state: "paid", paidAt: START }).where(own);
          });
        }
        school.clock.set(addMs(START, 16 * MINUTE_MS));
        await syncHangingPayments();
        expect(await school.standing(buyer)).toEqual(PAID);
      }),
      { numRuns: RUNS },
    );
  });

  test("that is told by two messages at the same moment is booked once", async () => {
    const buyer = await school.buyer(provider);
    const [first, second] = await CHARGE[provider](buyer);
    await Promise.all([first(), second(), school.comeBack(buyer), first()]);
    expect(await school.standing(buyer)).toEqual(PAID);
  });
});

test("a bank transfer is booked once, when a person confirms it, whoever else looks or confirms", async () => {
  const buyer = await school.buyer("bank");
  const finance = await school.person("finance");
  const confirm = () => school.as(finance)((ctx) => confirmTransfer(ctx, buyer.payment.id));
  await school.comeBack(buyer);
  const answers = await Promise.allSettled([confirm(), confirm(), school.comeBack(buyer)]);
  expect(answers.filter(({ status }) => status === "rejected").length).toBeLessThanOrEqual(1);
  school.clock.set(addMs(START, 20 * MINUTE_MS));
  await syncHangingPayments();
  expect(await school.standing(buyer)).toEqual(PAID);
});
