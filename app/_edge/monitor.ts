import { actorOf } from "#domain/accounts/sessions.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { newId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize, may } from "#domain/policy.ts";
import { bearerOf } from "./json.ts";
import { PRIVATE, problemOf } from "./problem.ts";
import { viewer } from "./viewer.ts";

/**
 * A route for whoever watches the school: a program with an API token whose scope is `system:read`, or an admin in a browser.
 * To anybody else there is nothing here. What `tell` gives is sent as JSON, unless it is an answer already.
 */
export function monitored(tell: () => Promise<object>): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = newId("request");
    try {
      await assertWatcher(request, requestId);
      const told = await tell();
      if (told instanceof Response) return told;
      return Response.json(told, { headers: { "x-request-id": requestId, ...PRIVATE } });
    } catch (error) {
      return problemOf(error, requestId);
    }
  };
}

async function assertWatcher(request: Request, requestId: string): Promise<void> {
  if (request.headers.has("authorization")) {
    const { actor } = await bearerOf(request, requestId);
    authorize({ actor }, "system.read", {});
    return;
  }
  const actor: Actor = actorOf(await viewer());
  if (!may(actor, "system.read")) throw new Refusal("not_found");
}
