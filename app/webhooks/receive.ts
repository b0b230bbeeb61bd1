import { readBody } from "#app/_http/body.ts";
import { recordRefusal } from "#app/_http/record-refusal.ts";
import type { ProviderName } from "#db/enums.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { isBadSignature, isProviderTrouble } from "#domain/payments/provider.ts";
import { toRequestFacts } from "#app/_http/request.ts";
import { requestLog } from "#providers/log.ts";
import { recordSecurityEvent } from "#ops/security/events.ts";
import { resolveRequestId } from "#ops/request-id.ts";
import { runtime } from "#runtime";
import { receiveProviderEvent, whyEventsWait } from "#services/payments/receive-provider-event.ts";

const BYTES_MAX = 256 * 1024;
/** When the school is too busy, or cannot ask the provider back, the provider tells it again. */
const RETRY_SECONDS = 5;
const RETRY_UNSAVED_SECONDS = 30;

/** Answers a provider's message over HTTP: a status that it understands, and when to tell it again. */
export async function receiveWebhook(request: Request, name: ProviderName): Promise<Response> {
  const provider = runtime().providers[name];
  if (!provider) return answer(404, { error: "not_found" });
  const requestId = resolveRequestId();
  const untakable = whyEventsWait();
  if (untakable) return tryAgain(untakable, RETRY_UNSAVED_SECONDS);
  try {
    const body = await readBody(request, BYTES_MAX);
    const { outcome } = await receiveProviderEvent(provider, { body, headers: request.headers, requestId });
    return answer(200, { outcome });
  } catch (error) {
    return refused(error, { requestId, address: toRequestFacts(request.headers).address });
  }
}

function refused(error: unknown, { requestId, address }: { requestId: string; address: string }): Response {
  if (isBadSignature(error)) {
    recordSecurityEvent({ kind: "webhook_refused", address, requestId, reason: "bad_signature" });
    return answer(400, { error: "bad_signature" });
  }
  if (isRefusal(error) && error.status < 500) {
    recordSecurityEvent({ kind: "webhook_refused", address, requestId, reason: error.code });
  }
  if (isRefusal(error) && error.status < 500) return answer(error.status, { error: error.code });
  if (isRefusal(error)) {
    recordRefusal(error, requestId);
    return tryAgain(error.code, error.detail.retryAfterSeconds);
  }
  if (isProviderTrouble(error)) {
    requestLog(requestId).warn({ err: error }, "a webhook event could not be verified with the provider");
    return tryAgain("provider_unavailable");
  }
  requestLog(requestId).error({ err: error }, "a webhook event could not be processed");
  return answer(500, { error: "broken", requestId });
}

function tryAgain(error: string, seconds = RETRY_SECONDS): Response {
  return answer(503, { error }, { "retry-after": String(seconds) });
}

function answer(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}
