import { createHmac, timingSafeEqual } from "node:crypto";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { formatFailure } from "#domain/kernel/describe-failure.ts";
import {
  BadSignature,
  type PaymentProvider,
  type PaymentStatus,
  ProviderRefusal,
  ProviderTrouble,
} from "#domain/payments/provider.ts";

/** A payment as this service shows it. Its amounts are in minor units, as ours are; where they are not, one file translates. */
type Payment = {
  id: string;
  status: "open" | "paid" | "failed" | "expired" | "canceled";
  amount: number;
  currency: string;
  url: string;
  live: boolean;
  reason?: string;
  metadata: { payment_id: string };
};
type Refund = { id: string; status: "pending" | "refunded" | "failed" };

/** One call: resolves with the status and what was said; rejects when there was no answer in time. */
export type Ask = (
  method: "GET" | "POST",
  path: string,
  body?: unknown,
  idempotencyKey?: string,
) => Promise<{ status: number; body: unknown }>;

const TOLERANCE_MS = 300 * SECOND_MS;
const STATES = {
  open: "pending",
  paid: "settled",
  failed: "failed",
  expired: "expired",
  canceled: "cancelled",
} as const;

export function exampleProvider({ ask, secret }: { ask: Ask; secret: string }): PaymentProvider {
  /** Whatever goes wrong becomes trouble, and what will go wrong each time becomes a refusal. */
  async function call<T>(...[method, path, body, key]: Parameters<Ask>): Promise<T> {
    const answer = await ask(method, path, body, key).catch((cause: unknown) => {
      throw new ProviderTrouble("the service did not answer", { cause });
    });
    if (answer.status === 401) throw new ProviderRefusal("account", "the service does not know our key");
    if (answer.status === 404) throw new ProviderRefusal("unknown", "the service knows no such payment");
    if (answer.status === 422) throw new ProviderRefusal("amount", "the service cannot charge this");
    if (answer.status >= 400) throw new ProviderTrouble(`the service answered ${answer.status}`);
    return answer.body as T;
  }

  return {
    // Its own name, once that stands among PROVIDERS in db/enums.ts.
    name: "sandbox",
    label: "payments.card_label",
    explanation: "payments.card_explanation",
    async start({ paymentId, idempotencyKey, amount, description, expiresAt, returnUrl, cancelUrl }) {
      const { minor, currency } = amount;
      const body = {
        ...{ amount: minor, currency, description, expires: expiresAt.toISOString() },
        ...{ return_url: returnUrl, cancel_url: cancelUrl, metadata: { payment_id: paymentId } },
      };
      const { id, url } = await call<Payment>("POST", "/payments", body, idempotencyKey);
      return { reference: id, checkoutUrl: url };
    },
    look: async (reference) => toStatus(await call<Payment>("GET", `/payments/${reference}`)),
    async cancel(reference) {
      // What is over already stays as it is: the school looks afterwards.
      await call("POST", `/payments/${reference}/cancel`);
    },
    async refund({ reference, refundId, amount, idempotencyKey }) {
      // The key may be forgotten by now, so the service is asked first whether it has this refund.
      const earlier = await call<Refund | null>("GET", `/payments/${reference}/refunds/by-name/${refundId}`);
      const body = { amount: amount.minor, name: refundId };
      const { id, status } =
        earlier ?? (await call<Refund>("POST", `/payments/${reference}/refunds`, body, idempotencyKey));
      if (status === "failed") return { state: "failed", reference: id, failure: formatFailure("refund_failed") };
      return { state: status === "refunded" ? "done" : "submitted", reference: id };
    },
    async readEvent(rawBody, headers, now) {
      const at = Number(headers.get("timestamp"));
      const given = Buffer.from(headers.get("signature") ?? "", "hex");
      const wanted = createHmac("sha256", secret).update(`${at}.${rawBody}`).digest();
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new BadSignature("not signed by it");
      if (Math.abs(now.getTime() - at) > TOLERANCE_MS) throw new BadSignature("too old");
      const { id, type, payment } = JSON.parse(rawBody) as { id: string; type: string; payment: string };
      // It names the payment and proves nothing of it: the school looks.
      return { eventId: id, type, reference: payment, paymentId: null, body: { id, type, payment } };
    },
  };
}

function toStatus({ status, amount, currency, live, reason, metadata }: Payment): PaymentStatus {
  return {
    state: STATES[status],
    ...{ amount: { minor: amount, currency }, live, paymentId: metadata.payment_id },
    ...(reason ? { failure: formatFailure("payment_not_through", reason) } : {}),
  };
}
