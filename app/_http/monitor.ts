import { createHash, timingSafeEqual } from "node:crypto";
import { toActor } from "#domain/accounts/sessions.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize, isAllowed } from "#domain/policy.ts";
import { requestNumber } from "#ops/request-id.ts";
import { runtime } from "#runtime";
import { bearerOf } from "./json.ts";
import { PRIVATE, problemOf } from "./problem.ts";
import { factsOf } from "./request.ts";
import { viewer } from "../_auth/viewer.ts";

/**
 * A route for whoever watches the school: a program with an API token whose scope is `system:read`, or with the token of the
 * settings, which is known also while the database is away; or an admin in a browser.
 * To anybody else there is nothing here. What `tell` gives is sent as JSON, unless it is an answer already.
 */
export function monitored(tell: () => Promise<object>): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = requestNumber();
    try {
      await assertWatcher(request, requestId);
      const told = await tell();
      if (told instanceof Response) return told;
      return Response.json(told, { headers: { "x-request-id": requestId, ...PRIVATE } });
    } catch (error) {
      return problemOf(error, requestId, {}, { address: factsOf(request.headers).address });
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
    const { actor } = await bearerOf(request, requestId);
    authorize({ actor }, "system.read", {});
    return;
  }
  const actor: Actor = toActor(await viewer());
  if (!isAllowed(actor, "system.read")) throw new Refusal("not_found");
}
