import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addMs, MINUTE_MS, SECOND_MS, createFakeClock } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import {
  type CheckoutRequest,
  isBadSignature,
  isProviderRefusal,
  isProviderTrouble,
  type PaymentProvider,
} from "#domain/payments/provider.ts";
import { openStripeServer, type StripeServer } from "#tests/support/stripe-server/server.ts";
import { sourceText } from "#messages/message.ts";
import { stripeProvider } from "./provider.ts";

const SECRET_KEY = "sk_test_matricula";
const WEBHOOK_SECRET = "whsec_matricula";
const START = new Date("2026-01-05T10:00:00Z");
const clock = createFakeClock(START);

let server: StripeServer;
let provider: PaymentProvider;

beforeAll(async () => {
  server = await openStripeServer({ secretKey: SECRET_KEY, now: clock });
  const where = { host: "127.0.0.1", port: server.port, protocol: "http" } as const;
  const settings = { secretKey: SECRET_KEY, webhookSecrets: [WEBHOOK_SECRET], ...where };
  provider = stripeProvider(settings, { answerMsMax: 300, retriesMax: 2 });
});

afterAll(() => server.close());

beforeEach(() => {
  clock.set(START);
  server.seen.length = 0;
});

function request(change: Partial<CheckoutRequest> = {}): CheckoutRequest {
  const paymentId = createId("payment");
  return {
    paymentId,
    idempotencyKey: `matricula-${paymentId}`,
    orderCode: "M7K2QAB",
    amount: { minor: 48_000, currency: "CHF" },
    description: "Bookbinding for beginners",
    buyerEmail: "mara@example.org",
    expiresAt: addMs(clock(), 31 * MINUTE_MS),
    returnUrl: "https://school.example/checkout/M7K2QAB/return",
    cancelUrl: "https://school.example/checkout/M7K2QAB",
    ...change,
  };
}

async function started(change: Partial<CheckoutRequest> = {}) {
  const asked = request(change);
  const { reference, checkoutUrl } = await provider.start(asked);
  return { asked, reference, checkoutUrl, look: () => provider.look(reference) };
}

describe("starting", () => {
  test("opens a hosted page for exactly the sum, ending with the hold, and says everywhere which payment it is", async () => {
    const { asked, reference, checkoutUrl } = await started();
    const metadata = { order_code: "M7K2QAB", payment_id: asked.paymentId };
    expect(checkoutUrl).toMatch(/^https:\/\/checkout\.stripe\.com\//);
    expect(server.seen[0]?.form).toMatchObject({
      mode: "payment",
      line_items: { 0: { quantity: "1", price_data: { currency: "chf", unit_amount: "48000" } } },
      customer_email: "mara@example.org",
      client_reference_id: asked.paymentId,
      metadata,
      payment_intent_data: { metadata },
      expires_at: String(asked.expiresAt.getTime() / SECOND_MS),
      success_url: asked.returnUrl,
      cancel_url: asked.cancelUrl,
    });
    expect(server.seen[0]?.headers).toMatchObject({
      "idempotency-key": asked.idempotencyKey,
      "stripe-version": "2026-10-28.endive",
    });
    expect(server.sessionOf(reference).amount_total).toBe(48_000);
  });

  test("again with the same key gives the same checkout", async () => {
    const asked = request();
    const first = await provider.start(asked);
    expect(await provider.start(asked)).toEqual(first);
  });

  test.each([["lost"], ["hang"], ["error"]] as const)(
    "ends at one checkout when the first answer is: %s",
    async (fault) => {
      server.failNext(fault);
      const { reference } = await started();
      const created = server.seen.filter(({ method }) => method === "POST");
      expect(created.length).toBeGreaterThan(1);
      expect(new Set(created.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
      expect((await provider.look(reference)).state).toBe("pending");
    },
  );

  test.each([[["hang", "hang", "hang"]], [["busy"]]] as const)("answered with %j is trouble", async (faults) => {
    server.failNext(...faults);
    await expect(provider.start(request())).rejects.toSatisfy(isProviderTrouble);
  });

  test("is trouble when the hold ends before any of Stripe's pages could", async () => {
    const soon = provider.start(request({ expiresAt: addMs(clock(), 10 * MINUTE_MS) }));
    await expect(soon).rejects.toSatisfy(isProviderTrouble);
  });

  test("with a wrong key is trouble that does not quote it", async () => {
    const where = { host: "127.0.0.1", port: server.port, protocol: "http" } as const;
    const other = stripeProvider({ secretKey: "sk_test_other", webhookSecrets: [WEBHOOK_SECRET], ...where });
    const error = await other.start(request()).catch((thrown: unknown) => thrown);
    expect(error).toSatisfy(isProviderTrouble);
    expect((error as Error).message).not.toContain("sk_test_other");
  });
});

describe("looking", () => {
  test("at an open session says pending, also after a decline, because another card may follow", async () => {
    const { asked, reference, look } = await started();
    const pending = { state: "pending", amount: asked.amount, live: false, paymentId: asked.paymentId };
    expect(await look()).toEqual(pending);
    server.decline(reference);
    expect(await look()).toEqual(pending);
    server.pay(reference);
    const aliases = [expect.stringMatching(/^pi_/), expect.stringMatching(/^ch_/)];
    expect(await look()).toEqual({ ...pending, state: "settled", aliases });
  });

  test("at a bank debit says pending until the money comes", async () => {
    const { reference, look } = await started();
    server.payLater(reference);
    expect((await look()).state).toBe("pending");
    server.arrive(reference);
    expect((await look()).state).toBe("settled");
  });

  test("at a bank debit that bounced says failed, and why", async () => {
    const { reference, look } = await started();
    server.payLater(reference);
    server.bounce(reference);
    expect(await look()).toMatchObject({ state: "failed", failure: "payment_not_through: No funds." });
  });

  test("at a session whose time has run out says expired", async () => {
    const { asked, look } = await started();
    clock.set(asked.expiresAt);
    expect((await look()).state).toBe("expired");
  });

  test("at what Stripe does not know is trouble", async () => {
    await expect(provider.look("cs_test_unknown")).rejects.toSatisfy(isProviderTrouble);
  });

  test("gives amounts as ours in a currency that Stripe writes in its own way", async () => {
    const { asked, reference, look } = await started({ amount: { minor: 9_000, currency: "ISK" } });
    expect(server.sessionOf(reference).amount_total).toBe(900_000);
    expect((await look()).amount).toEqual(asked.amount);
  });
});

describe("cancelling", () => {
  test("closes the page for good, and again is fine", async () => {
    const { reference, look } = await started();
    await provider.cancel(reference);
    await provider.cancel(reference);
    expect((await look()).state).toBe("expired");
    expect(() => server.pay(reference)).toThrow(/over/);
  });

  test("what has been paid leaves it paid", async () => {
    const { reference, look } = await started();
    server.pay(reference);
    await provider.cancel(reference);
    expect((await look()).state).toBe("settled");
  });

  test("is trouble when Stripe does not answer, because the page may still be open", async () => {
    const { reference } = await started();
    server.failNext("error", "error", "error");
    await expect(provider.cancel(reference)).rejects.toSatisfy(isProviderTrouble);
  });
});

describe("a refund", () => {
  async function paid() {
    const { reference } = await started();
    server.pay(reference);
    return reference;
  }
  const refundOf = (reference: string, minor: number, refundId = createId("refund")) => ({
    refundId,
    idempotencyKey: `matricula-${refundId}`,
    reference,
    amount: { minor, currency: "CHF" },
    reason: "The course was cancelled.",
  });

  test("is done once, even when it is sent again after Stripe has forgotten its key", async () => {
    const asked = refundOf(await paid(), 30_000);
    const before = server.refunds().length;
    const first = await provider.refund(asked);
    expect(first.state).toBe("done");
    expect(await provider.refund(asked)).toEqual(first);
    server.forgetKeys();
    expect(await provider.refund(asked)).toEqual(first);
    expect(server.refunds()).toHaveLength(before + 1);
  });

  test("of more than is left fails with Stripe's words behind our code", async () => {
    const reference = await paid();
    server.refundInDashboard(reference, 40_000);
    expect(await provider.refund(refundOf(reference, 8_001))).toMatchObject({
      state: "failed",
      failure: expect.stringMatching(/^refund_failed: .*greater than unrefunded/),
    });
    expect(await provider.refund(refundOf(reference, 8_000))).toMatchObject({ state: "done" });
  });

  test("of what was never paid fails without asking", async () => {
    const { reference } = await started();
    expect((await provider.refund(refundOf(reference, 1))).state).toBe("failed");
  });

  test("that is still under way is told as it is then, when it is asked for again", async () => {
    const asked = refundOf(await paid(), 500);
    const { reference } = await provider.refund(asked);
    const kept = server.refunds().find(({ id }) => id === reference);
    Object.assign(kept as object, { status: "pending" });
    expect((await provider.refund(asked)).state).toBe("submitted");
    Object.assign(kept as object, { status: "failed", failure_reason: "lost_or_stolen_card" });
    expect(await provider.refund(asked)).toEqual({
      state: "failed",
      reference,
      failure: "refund_card_lost: lost_or_stolen_card",
    });
  });
});

describe("a message", () => {
  const sign = (payload: string, secret = WEBHOOK_SECRET, at = clock()) =>
    new Headers({
      "stripe-signature": Stripe.webhooks.generateTestHeaderString({
        payload,
        secret,
        timestamp: Math.floor(at.getTime() / SECOND_MS),
      }),
    });
  const read = (payload: string, headers = sign(payload), now = clock()) => provider.readEvent(payload, headers, now);

  test("about a session names it and our payment, and keeps nothing of the buyer", async () => {
    const { asked, reference } = await started();
    const event = server.event("checkout.session.completed", server.pay(reference));
    const told = await read(JSON.stringify(event));
    expect(told).toMatchObject({ eventId: event.id, type: event.type, reference, paymentId: asked.paymentId });
    expect(told.view).toBeUndefined();
    expect(JSON.stringify(told.body)).not.toContain("mara@example.org");
  });

  test("about a PaymentIntent names our payment from its metadata", async () => {
    const { asked, reference } = await started();
    server.pay(reference);
    const told = await read(JSON.stringify(server.event("payment_intent.succeeded", server.intentOf(reference))));
    expect(told).toMatchObject({ reference: null, paymentId: asked.paymentId });
  });

  test("about a refund in the dashboard is traced to its session by asking Stripe", async () => {
    const { reference } = await started();
    server.pay(reference);
    const refund = server.refundInDashboard(reference, 1_000);
    expect(await read(JSON.stringify(server.event("charge.refund.updated", refund)))).toMatchObject({ reference });
  });

  test("about money that went back brings every refund and dispute as Stripe has them, not as the message claims", async () => {
    const { reference } = await started();
    server.pay(reference);
    const [first, second] = [server.refundInDashboard(reference, 1_000), server.refundInDashboard(reference, 2_000)];
    server.failRefund(second.id);
    const dispute = server.dispute(reference, 45_000);
    const claims = { ...first, amount: 48_000 };
    const told = await read(JSON.stringify(server.event("refund.updated", claims)));
    const { refunds, disputes } = told.reversals ?? { refunds: [], disputes: [] };
    expect(refunds.toSorted((a, b) => a.amount.minor - b.amount.minor)).toMatchObject([
      { refundId: null, reference: first.id, state: "done", amount: { minor: 1_000, currency: "CHF" } },
      { reference: second.id, state: "failed", failure: "refund_card_expired: expired_or_canceled_card" },
    ]);
    const open = {
      reference: dispute.id,
      state: "open",
      amount: { minor: 45_000, currency: "CHF" },
      reason: "product_not_received",
      respondBy: addMs(clock(), 7 * 24 * 60 * MINUTE_MS),
      isWithdrawn: true,
      isReinstated: false,
    };
    expect(disputes).toEqual([open]);
    server.decide(dispute, "won");
    const closed = await read(JSON.stringify(server.event("charge.dispute.closed", dispute)));
    expect(closed.reversals?.disputes).toEqual([{ ...open, state: "won", isReinstated: true }]);
  });

  test("about an enquiry says that no money was taken", async () => {
    const { reference } = await started();
    server.pay(reference);
    const enquiry = server.dispute(reference, 48_000, "warning_needs_response");
    const told = () => read(JSON.stringify(server.event("charge.dispute.created", enquiry)));
    expect((await told()).reversals?.disputes).toMatchObject([{ state: "open", isWithdrawn: false }]);
    server.decide(enquiry, "warning_closed");
    expect((await told()).reversals?.disputes).toMatchObject([{ state: "closed", isWithdrawn: false }]);
  });

  test("about a refund of our own says which of ours it is", async () => {
    const { reference } = await started();
    server.pay(reference);
    const refundId = createId("refund");
    const amount = { minor: 500, currency: "CHF" };
    const asked = { refundId, idempotencyKey: refundId, reference, amount, reason: "One evening fell out." };
    const { reference: atStripe } = await provider.refund(asked);
    const told = await read(JSON.stringify(server.event("charge.refunded", server.chargeOf(reference))));
    expect(told.reversals?.refunds).toMatchObject([{ refundId, reference: atStripe, state: "done", amount }]);
  });

  test("about the payment itself, or about money of somebody else's, asks for no refunds", async () => {
    const { reference } = await started();
    const completed = server.event("checkout.session.completed", server.pay(reference));
    expect(await read(JSON.stringify(completed))).not.toHaveProperty("reversals");
    const refund = { id: "re_1", object: "refund", payment_intent: "pi_of_somebody_else", metadata: {} };
    const told = await read(JSON.stringify(server.event("refund.created", refund)));
    expect(told).toMatchObject({ reference: null, paymentId: null });
    expect(told).not.toHaveProperty("reversals");
    expect(server.seen.some(({ path }) => path === "/v1/refunds" || path === "/v1/disputes")).toBe(false);
  });

  test("is trouble, to be sent again, when Stripe cannot be asked whose it is", async () => {
    const { reference } = await started();
    server.pay(reference);
    const event = server.event("charge.refund.updated", server.refundInDashboard(reference, 1_000));
    server.failNext("error", "error", "error");
    await expect(read(JSON.stringify(event))).rejects.toSatisfy(isProviderTrouble);
  });

  test("is taken up to 300 seconds after it was signed, and not later", async () => {
    const payload = JSON.stringify(server.event("customer.created", { id: "cus_1", object: "customer" }));
    const headers = sign(payload);
    await expect(read(payload, headers, addMs(clock(), 300 * SECOND_MS))).resolves.toMatchObject({ reference: null });
    await expect(read(payload, headers, addMs(clock(), 301 * SECOND_MS))).rejects.toSatisfy(isBadSignature);
  });

  test("with another body, another secret or no signature is refused", async () => {
    const payload = JSON.stringify(server.event("customer.created", { id: "cus_1", object: "customer" }));
    await expect(read(`${payload} `, sign(payload))).rejects.toSatisfy(isBadSignature);
    await expect(read(payload, sign(payload, "whsec_other"))).rejects.toSatisfy(isBadSignature);
    await expect(read(payload, new Headers())).rejects.toSatisfy(isBadSignature);
  });
});

describe("what Stripe will never take", () => {
  test.each([
    [{ minor: 30, currency: "EUR" }, /below EUR\s*0\.50/],
    [{ minor: 1, currency: "CHF" }, /below CHF\s*0\.50/],
    [{ minor: 5_125, currency: "KWD" }, /no finer steps/],
    [{ minor: 100_000_000, currency: "EUR" }, /at most EUR\s*999,999\.99/],
    [{ minor: 49, currency: "JPY" }, /below JPY\s*50/],
    [{ minor: 5_000, currency: "KPW" }, /takes no KPW/],
  ])("is known of %o before anybody is asked", (amount, words) => {
    expect(sourceText(provider.whyNotCharge?.(amount) ?? "").replace(/\u00a0/g, " ")).toMatch(words);
  });

  test.each([
    { minor: 50, currency: "EUR" },
    { minor: 5_120, currency: "KWD" },
    { minor: 99_999_999, currency: "EUR" },
    { minor: 50, currency: "JPY" },
    { minor: 48_000, currency: "CHF" },
  ])("is not %o", (amount) => {
    expect(provider.whyNotCharge?.(amount)).toBeNull();
  });

  test("is a refusal for good, and no trouble that passes", async () => {
    const small = await provider.start(request({ amount: { minor: 30, currency: "EUR" } })).catch((error) => error);
    expect([isProviderRefusal(small), small.about]).toEqual([true, "amount"]);
    server.failNext("error", "error", "error");
    const passing = await provider.start(request()).catch((error) => error);
    expect([isProviderTrouble(passing), isProviderRefusal(passing)]).toEqual([true, false]);
  });

  test("is no address: the buyer types one on the page when Stripe takes theirs for none", async () => {
    const { reference } = await started({ buyerEmail: "anna@пример.рф" });
    expect(server.sessionOf(reference)).toMatchObject({ status: "open", customer_email: null });
    expect(server.seen.filter(({ method }) => method === "POST")).toHaveLength(2);
  });
});
