import { createHash, timingSafeEqual } from "node:crypto";
import { toActor } from "#domain/accounts/sessions.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize, isAllowed } from "#domain/policy.ts";
import { resolveRequestId } from "#ops/request-id.ts";
import { runtime } from "#runtime";
import { authenticateBearer } from "./json.ts";
import { PRIVATE, toProblem } from "./problem.ts";
import { toRequestFacts } from "./request.ts";
import { getViewer } from "../_auth/viewer.ts";

/**
 * A route for whoever watches the school: a program with an API token whose scope is `system:read`, or with the token of the
 * settings, which is known also while the database is away; or an admin in a browser.
 * To anybody else there is nothing here. What `tell` gives is sent as JSON, unless it is an answer already.
 */
export function monitoringRoute(tell: () => Promise<object>): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = resolveRequestId();
    try {
      await assertWatcher(request, requestId);
      const told = await tell();
      if (told instanceof Response) return told;
      return Response.json(told, { headers: { "x-request-id": requestId, ...PRIVATE } });
    } catch (error) {
      return toProblem(error, requestId, {}, { address: toRequestFacts(request.headers).address });
    }
  };
}

/** Compares hashes, which are equally long, in a time that says nothing of how much was right. */
function hasConfiguredToken(request: Request): boolean {
  const { monitoringToken } = runtime().config;
  const sent = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (monitoringToken === null || sent === undefined) return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(sent), hash(monitoringToken));
}

async function assertWatcher(request: Request, requestId: string): Promise<void> {
  if (hasConfiguredToken(request)) return;
  if (request.headers.has("authorization")) {
    const { actor } = await authenticateBearer(request, requestId);
    authorize({ actor }, "system.read", {});
    return;
  }
  const actor: Actor = toActor(await getViewer());
  if (!isAllowed(actor, "system.read")) throw new Refusal("not_found");
}
