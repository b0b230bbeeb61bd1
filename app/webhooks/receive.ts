import { readBody } from "#app/_http/body.ts";
import { noteRefusal } from "#app/_http/record-refusal.ts";
import type { ProviderName } from "#db/enums.ts";
import { system } from "#domain/kernel/actor.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { type AppliedView, applyProviderView } from "#domain/checkout/apply-provider-view.ts";
import { findPaymentOf } from "#domain/payments/find-payment.ts";
import {
  isBadSignature,
  isProviderTrouble,
  type PaymentProvider,
  type ProviderEvent,
  type ProviderView,
} from "#domain/payments/provider.ts";
import { arePaymentsOff } from "#services/payments/payments-switch.ts";
import { factsOf } from "#app/_http/request.ts";
import { requestLog } from "#providers/log.ts";
import { noteSecurityEvent } from "#ops/security/events.ts";
import { requestNumber } from "#ops/request-id.ts";
import { reading, runtime, write } from "#runtime";

const BYTES_MAX = 256 * 1024;
/** When the school is too busy, or cannot ask the provider back, the provider tells it again. */
const RETRY_SECONDS = 5;
const RETRY_UNSAVED_SECONDS = 30;

/**
 * Takes a provider's message. The signature over the raw body says that it is the provider's; how the payment stands is said
 * by a message that proves it, or by the provider when it is asked; one verb applies it. A message that was taken before, or
 * that is about nothing of ours, is a success too: the provider need not repeat it.
 */
export async function receiveWebhook(request: Request, name: ProviderName): Promise<Response> {
  const provider = runtime().providers[name];
  if (!provider) return answer(404, { error: "not_found" });
  const requestId = requestNumber();
  // What could not be written down is not taken: the provider tells it again, for days if need be.
  if (runtime().database.storage().state !== "ok") return tryAgain("storage", RETRY_UNSAVED_SECONDS);
  // Books that have forgotten a payment would call its message unknown, and it would never come again.
  if (arePaymentsOff()) return tryAgain("payments_off", RETRY_UNSAVED_SECONDS);
  try {
    const body = await readBody(request, BYTES_MAX);
    const event = await provider.readEvent(body, request.headers, runtime().clock());
    const { outcome } = await apply(provider, event, requestId);
    return answer(200, { outcome });
  } catch (error) {
    return refused(error, { requestId, address: factsOf(request.headers).address });
  }
}

async function apply(provider: PaymentProvider, event: ProviderEvent, requestId: string): Promise<AppliedView> {
  const actor = system(`webhook:${provider.name}`);
  let { paymentId } = event;
  let view: ProviderView | null = event.view ?? null;
  if (view === null) {
    const known = await findPaymentOf(reading(actor), provider.name, event);
    const reference = known?.reference ?? event.reference;
    paymentId = known?.id ?? null;
    view = known && reference ? await provider.look(reference) : null;
  }
  return write({ actor, requestId }, (ctx) =>
    applyProviderView(ctx, { provider: provider.name, paymentId, view, event }),
  );
}

function refused(error: unknown, { requestId, address }: { requestId: string; address: string }): Response {
  if (isBadSignature(error)) {
    noteSecurityEvent({ kind: "webhook_refused", address, requestId, reason: "bad_signature" });
    return answer(400, { error: "bad_signature" });
  }
  if (isRefusal(error) && error.status < 500) {
    noteSecurityEvent({ kind: "webhook_refused", address, requestId, reason: error.code });
  }
  if (isRefusal(error) && error.status < 500) return answer(error.status, { error: error.code });
  if (isRefusal(error)) {
    noteRefusal(error, requestId);
    return tryAgain(error.code, error.detail.retryAfterSeconds);
  }
  if (isProviderTrouble(error)) {
    requestLog(requestId).warn({ err: error }, "a provider's message could not be checked with the provider");
    return tryAgain("provider_unavailable");
  }
  requestLog(requestId).error({ err: error }, "a provider's message could not be taken");
  return answer(500, { error: "broken", requestId });
}

function tryAgain(error: string, seconds = RETRY_SECONDS): Response {
  return answer(503, { error }, { "retry-after": String(seconds) });
}

function answer(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}
