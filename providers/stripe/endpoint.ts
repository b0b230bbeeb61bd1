import { callStripe, API_VERSION, openStripe, type StripeSettings, type Timeouts } from "./client.ts";

/** What this code needs to be told of; of everything else Stripe may tell as it likes. */
const NEEDED_EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.refunded",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.closed",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
] as const;

/**
 * How the account's webhook endpoint for an address is set up. `version`: the API version in which its events are written, where it is
 * another than this code's. `missing`: events that are not sent.
 */
export type EndpointReport = {
  isThere: boolean;
  isOn: boolean;
  version: string | null;
  missing: string[];
  ours: string;
};

/** Asks Stripe for the endpoint at `url`. Throws `ProviderTrouble`; a restricted key may not be allowed to ask (about `account`). */
export async function readEndpoint(
  settings: StripeSettings,
  url: string,
  patience?: Timeouts,
): Promise<EndpointReport> {
  const stripe = openStripe(settings, patience);
  const { data } = await callStripe("say where its events go", () => stripe.webhookEndpoints.list({ limit: 100 }));
  const found = data.filter((endpoint) => endpoint.url === url);
  const on = found.find(({ status }) => status === "enabled") ?? found[0];
  if (!on) return { isThere: false, isOn: false, version: null, missing: [], ours: API_VERSION };
  const sent = new Set<string>(on.enabled_events);
  return {
    isThere: true,
    isOn: on.status === "enabled",
    version: on.api_version !== null && on.api_version !== API_VERSION ? on.api_version : null,
    missing: sent.has("*") ? [] : NEEDED_EVENTS.filter((event) => !sent.has(event)),
    ours: API_VERSION,
  };
}
