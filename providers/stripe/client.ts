import Stripe from "stripe";
import type { Config } from "#config/config.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { ProviderRefusal, ProviderTrouble, type RefusalCause } from "#domain/payments/provider.ts";

/** The version whose shapes this code was written for. Stripe keeps answering in it, whatever the account's default. */
export const API_VERSION = "2026-10-28.endive";

/** A buyer waits for the answer, so all tries together must not outlast a person's patience. */
const TIMEOUTS = { answerMsMax: 5 * SECOND_MS, retriesMax: 2 };
export type Timeouts = typeof TIMEOUTS;

export type StripeSettings = NonNullable<Config["stripe"]>;

/** Whether a key takes real money. */
export const isLiveKey = ({ secretKey }: Pick<StripeSettings, "secretKey">): boolean => secretKey.includes("_live_");

export function openStripe({ secretKey, host, port, protocol }: StripeSettings, patience: Timeouts = TIMEOUTS): Stripe {
  return new Stripe(secretKey, {
    apiVersion: API_VERSION,
    host,
    port,
    protocol,
    timeout: patience.answerMsMax,
    maxNetworkRetries: patience.retriesMax,
    telemetry: false,
    appInfo: { name: "Matricula" },
  });
}

/**
 * Turns every failure of a call into `ProviderTrouble`, and what Stripe refuses for good into `ProviderRefusal`
 * (https://docs.stripe.com/api/errors). What Stripe says may quote what it was sent, so it stays in the cause.
 */
export async function callStripe<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProviderTrouble) throw error;
    const kind = error instanceof Stripe.errors.StripeError ? `${error.type} ${error.code ?? ""}`.trim() : "no answer";
    const message = `Stripe would not ${what}: ${kind}`;
    const about = getRefusedReason(error);
    throw about
      ? new ProviderRefusal(about, message, { cause: error })
      : new ProviderTrouble(message, { cause: error });
  }
}

/** What a refusal for good is about; undefined for trouble that passes (no answer, too many requests, Stripe's own errors). */
function getRefusedReason(error: unknown): RefusalCause | undefined {
  const { errors } = Stripe;
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return "account";
  if (error instanceof errors.StripeIdempotencyError) return "key";
  if (!isRefused(error)) return undefined;
  if (error.code === "resource_missing") return "unknown";
  if (error.param === "customer_email" || error.code === "email_invalid") return "address";
  const isAmount = /amount/.test(`${error.param ?? ""} ${error.code ?? ""}`) || /amount|currency/i.test(error.message);
  return isAmount ? "amount" : "request";
}

/** Stripe understood the request and said no: nothing happened, and asking the same again is pointless. */
export function isRefused(error: unknown): error is InstanceType<typeof Stripe.errors.StripeInvalidRequestError> {
  return error instanceof Stripe.errors.StripeInvalidRequestError;
}
