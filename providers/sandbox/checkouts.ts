import { BESIDE_ALL } from "#db/beside.ts";
import { eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { sandboxCheckouts } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { SandboxCheckoutState } from "#db/enums.ts";
import { createId } from "#domain/kernel/ids.ts";
import {
  type CheckoutRequest,
  type CardAtProvider,
  ProviderTrouble,
  type PaymentStatus,
} from "#domain/payments/provider.ts";
import { type Gateway, writeBooks } from "./gateway.ts";

export type Checkout = typeof sandboxCheckouts.$inferSelect;

/** For how many years a test card lasts. */
const CARD_YEARS = 3;

const p = sql.placeholder;

const starting = perClient((tx: Tx) => ({
  add: tx
    .insert(sandboxCheckouts)
    .values({
      id: p("id"),
      paymentId: p("paymentId"),
      idempotencyKey: p("idempotencyKey"),
      orderCode: p("orderCode"),
      amountMinor: p("amountMinor"),
      currency: p("currency"),
      description: p("description"),
      keepsCard: p("keepsCard"),
      state: "open",
      returnUrl: p("returnUrl"),
      cancelUrl: p("cancelUrl"),
      expiresAt: p("expiresAt"),
      createdAt: p("createdAt"),
    })
    .onConflictDoNothing()
    .returning({ id: sandboxCheckouts.id, amountMinor: sandboxCheckouts.amountMinor })
    .prepare(),
  again: tx
    .select({ id: sandboxCheckouts.id, amountMinor: sandboxCheckouts.amountMinor })
    .from(sandboxCheckouts)
    .where(eq(sandboxCheckouts.idempotencyKey, p("idempotencyKey")))
    .prepare(),
}));

const reading = perClient((read: Reader) => ({
  byId: read
    .select()
    .from(sandboxCheckouts)
    .where(eq(sandboxCheckouts.id, p("id")))
    .prepare(),
  byPayment: read
    .select()
    .from(sandboxCheckouts)
    .where(eq(sandboxCheckouts.paymentId, p("paymentId")))
    .prepare(),
}));

/**
 * Opens a checkout; the same key opens the same one. It may be lost with the power until the school has stored its id: that
 * write is durable and carries this one with it, and before it nobody knows of the checkout.
 */
export async function startCheckout(gateway: Gateway, request: CheckoutRequest): Promise<string> {
  const { amount, idempotencyKey } = request;
  const values = {
    id: createId("sandboxCheckout"),
    paymentId: request.paymentId,
    idempotencyKey,
    orderCode: request.orderCode,
    amountMinor: amount.minor,
    currency: amount.currency,
    description: request.description.slice(0, 500),
    keepsCard: request.keepsCard ?? false,
    returnUrl: request.returnUrl,
    cancelUrl: request.cancelUrl,
    expiresAt: request.expiresAt,
    createdAt: gateway.clock(),
  };
  const open = async (tx: Tx) => {
    const { add, again } = starting(tx);
    const [made] = await add.execute(values);
    return made ?? (await again.execute({ idempotencyKey }))[0];
  };
  const checkout = await writeBooks(gateway, open, { durable: false, beside: BESIDE_ALL });
  if (checkout?.amountMinor !== amount.minor) throw new ProviderTrouble("this key was used for another checkout");
  return checkout.id;
}

export async function findCheckout(gateway: Gateway, id: string): Promise<Checkout | undefined> {
  return (await reading(gateway.database.read).byId.execute({ id }))[0];
}

export async function findCheckoutOfPayment(gateway: Gateway, paymentId: string): Promise<Checkout | undefined> {
  return (await reading(gateway.database.read).byPayment.execute({ paymentId }))[0];
}

/** A checkout that nobody finished ends by its time alone, so its end is never written down. */
export function getStateAt(checkout: Checkout, now: Date): SandboxCheckoutState | "expired" {
  const unfinished = checkout.state === "open" || checkout.state === "needs_confirmation";
  return unfinished && checkout.expiresAt <= now ? "expired" : checkout.state;
}

const VIEW_STATES = {
  open: "pending",
  needs_confirmation: "pending",
  processing: "pending",
  paid: "settled",
  declined: "failed",
  cancelled: "cancelled",
  expired: "expired",
} as const;

/** The card that a checkout keeps, as the school is told of it; the gateway's own name of both is the checkout's id. */
export function getSavedCardOf({ id, keepsCard, cardLast4, createdAt }: Checkout): { card?: CardAtProvider } {
  if (!keepsCard || cardLast4 === null) return {};
  const expires = { expMonth: 12, expYear: createdAt.getUTCFullYear() + CARD_YEARS };
  return { card: { customerReference: id, methodReference: id, brand: "visa", last4: cardLast4, ...expires } };
}

/** What the school is told about a checkout. */
export function toPaymentStatus(checkout: Checkout, now: Date): PaymentStatus {
  return {
    state: VIEW_STATES[getStateAt(checkout, now)],
    ...(getStateAt(checkout, now) === "processing" ? { isSettling: true } : {}),
    amount: { minor: checkout.amountMinor, currency: checkout.currency },
    live: false,
    paymentId: checkout.paymentId,
    ...(getStateAt(checkout, now) === "paid" && getSavedCardOf(checkout)),
    ...(checkout.failure ? { failure: checkout.failure } : {}),
  };
}
