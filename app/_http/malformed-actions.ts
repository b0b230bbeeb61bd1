import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createId } from "#domain/kernel/ids.ts";
import { isFormSubmission, isMachineEndpoint } from "#ops/request-limits/methods.ts";
import { recordSecurityEvent } from "#ops/security/events.ts";
import { REQUEST_ID_HEADER } from "#ops/request-id.ts";
import { perProcess } from "#db/per-process.ts";

/**
 * Next decodes what a form sends before any of our code runs, and answers 500 to what it cannot decode: a field that names no
 * action, half a body, arguments that are none. That is the sender's doing, so it becomes a 400, is counted, and is no error
 * in the log. How it is told apart: the request looks like a form's, it ended in 500, and no action of ours had begun.
 */
type Pending = { begun: boolean; broken: boolean; wait?: { seconds: number; status: number } };

const store = perProcess<{ current?: Map<string, Pending> }>("pending-actions", () => ({}));

/** Begins to look after forms; asked again, it does nothing. Call it after `installErrorPages`, which gives requests their number. */
export function installMalformedActionHandler(): void {
  if (store.current) return;
  const pending = new Map<string, Pending>();
  store.current = pending;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (isForAction(request)) watch(pending, request, response);
  });
}

function watch(pending: Map<string, Pending>, request: IncomingMessage, response: ServerResponse): void {
  const requestId = String((request.headers[REQUEST_ID_HEADER] ??= createId("request")));
  const address = String(request.headers["x-forwarded-for"] ?? "");
  pending.set(requestId, { begun: false, broken: false });
  const { writeHead } = response;
  response.writeHead = ((status: number, ...rest: never[]) => {
    const isMalformed = (status === 500 || status === 400) && isMalformedAction(requestId);
    if (isMalformed)
      recordSecurityEvent({ kind: "malformed_request", address, requestId, reason: "no action of ours" });
    const wait = pending.get(requestId)?.wait;
    if (wait && !response.headersSent) response.setHeader("retry-after", String(wait.seconds));
    // A page that says so, for whoever has no scripts. Next's own script reads what is in the answer.
    const isPage = status === 200 && request.headers["next-action"] === undefined;
    return Reflect.apply(writeHead, response, [isMalformed ? 400 : wait && isPage ? wait.status : status, ...rest]);
  }) as typeof writeHead;
  response.once("close", () => pending.delete(requestId));
}

/** What Next may take for an action (its `getServerActionRequestMetadata`): a POST with an action's name, or with a form. */
function isForAction({ method, headers, url = "" }: IncomingMessage): boolean {
  return method === "POST" && !isMachineEndpoint(url) && isFormSubmission(headers);
}

/** An action of ours runs, so the form could be read. */
export function recordActionStart(requestId: string): void {
  const request = store.current?.get(requestId);
  if (request) request.begun = true;
}

/** A form was refused until later: its answer says so in a header too, which an action cannot write. */
export function recordRetryAfter(requestId: string, seconds: number | undefined, status: number): void {
  const request = store.current?.get(requestId);
  if (request && seconds !== undefined) request.wait = { seconds: Math.ceil(seconds), status };
}

/** Something of ours is broken, whatever was sent. */
export function recordServerError(requestId: string | undefined): void {
  const request = requestId === undefined ? undefined : store.current?.get(requestId);
  if (request) request.broken = true;
}

/** Whether a 500 that this request would get is its sender's doing. */
export function isMalformedAction(requestId: string | undefined): boolean {
  const request = requestId === undefined ? undefined : store.current?.get(requestId);
  return request !== undefined && !request.begun && !request.broken;
}
