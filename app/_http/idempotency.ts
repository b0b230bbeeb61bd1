import { createHash } from "node:crypto";
import type { IdempotentRequest } from "#domain/api/idempotent-requests.ts";
import type { Action } from "#domain/policy.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { perProcess } from "#db/per-process.ts";

const KEY_CHARACTERS_MAX = 255;

/** Reads what makes a POST repeatable. `route` is the operation; the hash covers the id in the path and the body. */
export function readIdempotentRequest(
  request: Request,
  facts: { actorId: string; route: string; id: string; body: string; needs: Action },
): IdempotentRequest {
  const key = request.headers.get("idempotency-key");
  if (!key || key.length > KEY_CHARACTERS_MAX) throw new Refusal("idempotency_key_missing");
  const bodyHash = createHash("sha256").update(facts.id).update("\n").update(facts.body).digest("base64url");
  return { actorId: facts.actorId, route: facts.route, key, bodyHash, needs: facts.needs };
}

const store = perProcess<{ current?: Set<string> }>("requests-in-flight", () => ({}));

/**
 * Runs a repeatable request while no other of the same key runs in this process; a second one that arrives meanwhile is
 * refused with `request_in_flight`. In another process it waits for its turn to write and then finds the answer of the
 * first, because the answer's row is unique and is written with the effect.
 */
export async function withInFlightLock<T>(
  { actorId, route, key }: IdempotentRequest,
  run: () => Promise<T>,
): Promise<T> {
  store.current ??= new Set();
  const inFlight = store.current;
  const name = `${actorId} ${route} ${key}`;
  if (inFlight.has(name)) throw new Refusal("request_in_flight", { retryAfterSeconds: 1 });
  inFlight.add(name);
  try {
    return await run();
  } finally {
    inFlight.delete(name);
  }
}
