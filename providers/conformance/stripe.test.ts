import Stripe from "stripe";
import { createFakeClock, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { openStripeServer } from "#tests/support/stripe-server/server.ts";
import type { StripeObject } from "#tests/support/stripe-server/objects.ts";
import { fromStripeAmount } from "../stripe/amounts.ts";
import { stripeProvider } from "../stripe/provider.ts";
import { describeProvider } from "./testing.ts";
import type { Message, World } from "./world.ts";

const KEY = "sk_test_conformance";
const SECRET = "whsec_conformance";

const HAS = [
  ...["pay", "decline", "payLater", "arrive", "bounce", "countCheckouts", "getTakenMinor", "getRefundedMinor"],
  ...["failNext", "forgetKeys", "listMessages", "refundThere", "failRefund", "dispute", "payAndKeep"],
] as (keyof World)[];

describeProvider("Stripe", HAS, async () => {
  const clock = createFakeClock(new Date("2026-01-05T10:00:00Z"));
  const server = await openStripeServer({ secretKey: KEY, now: clock });
  const where = { host: "127.0.0.1", port: server.port, protocol: "http" } as const;
  // One try each, so that what fails is seen to fail.
  const patience = { answerMsMax: 500, retriesMax: 0 };
  const provider = stripeProvider({ secretKey: KEY, webhookSecrets: ["whsec_old", SECRET], ...where }, patience);

  const sign = (event: StripeObject): Message => {
    const payload = JSON.stringify(event);
    const timestamp = Math.floor(clock().getTime() / SECOND_MS);
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp });
    return { body: payload, headers: new Headers({ "stripe-signature": header }) };
  };
  const intentsOf = (paymentId: string) => server.intents().filter(({ metadata }) => metadata.payment_id === paymentId);
  const inOurs = (units: number, currency: unknown) => fromStripeAmount(units, String(currency)).minor;

  return {
    provider,
    clock,
    lastsMs: 31 * MINUTE_MS,
    amounts: [
      { minor: 48_000, currency: "CHF" },
      { minor: 9_000, currency: "JPY" },
      { minor: 12_340, currency: "KWD" },
      { minor: 9_000, currency: "ISK" },
    ],
    pay: async (reference) => void server.pay(reference),
    decline: async (reference) => void server.decline(reference),
    payLater: async (reference) => void server.payLater(reference),
    arrive: async (reference) => void server.arrive(reference),
    bounce: async (reference) => void server.bounce(reference),
    countCheckouts: async (paymentId) =>
      server.sessions().filter(({ metadata }) => metadata.payment_id === paymentId).length,
    getTakenMinor: async (paymentId) =>
      intentsOf(paymentId).reduce((sum, { amount_received, currency }) => sum + inOurs(amount_received, currency), 0),
    getRefundedMinor: async (paymentId) => {
      const ids = intentsOf(paymentId).map(({ id }) => id);
      const all = server.refunds().filter((each) => ids.includes(each.payment_intent) && each.status !== "failed");
      return all.reduce((sum, { amount, currency }) => sum + inOurs(amount, currency), 0);
    },
    failNext: (when) => server.failNext(when === "before" ? "error" : "lost"),
    forgetKeys: () => server.forgetKeys(),
    listMessages: async (_request, reference) => {
      const session = server.sessionOf(reference);
      const intent = server.intentOf(reference);
      return [
        sign(server.event("checkout.session.completed", session)),
        sign(server.event("payment_intent.succeeded", intent)),
      ];
    },
    refundThere: async (reference, minor) =>
      sign(server.event("refund.created", server.refundInDashboard(reference, minor))),
    failRefund: async (refund) => sign(server.event("refund.failed", server.failRefund(refund))),
    dispute: async (reference, minor, outcome) => {
      const dispute = server.dispute(reference, minor);
      if (outcome !== "opened") server.decide(dispute, outcome);
      return sign(server.event(outcome === "opened" ? "charge.dispute.created" : "charge.dispute.closed", dispute));
    },
    payAndKeep: async (reference, later) => {
      server.pay(reference);
      server.setLater(reference, later === "paid" ? "paid" : "card_declined");
    },
    close: () => server.close(),
  };
});
