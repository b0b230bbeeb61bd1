import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "#domain/kernel/refusal.ts";
import { createId } from "#domain/kernel/ids.ts";
import { REQUEST_ID_HEADER } from "#ops/request-id.ts";
import { isMalformedAction } from "./malformed-actions.ts";
import { fillEmptyPage } from "./not-found-page.ts";
import { PLAIN_PAGE_HEADERS, plainPage } from "./plain-page.ts";
import { getOwnPath } from "./error-path.ts";
import { perProcess } from "#db/per-process.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { pagePath } from "#messages/page-path.ts";

/**
 * When a page throws while it is rendered, Next answers 500 with an empty body and scripts that draw the error page: who has
 * no scripts sees nothing. So whoever asks for a page and would get a 500 gets a plain page instead, which says what
 * happened and the number of the request. The decision and its reasons: docs/decisions/pages-that-break.md.
 */

/** What Node tells of a request as it comes in, before anybody has answered it. */
type Started = { request: IncomingMessage; response: ServerResponse };

/** `unavailable`: what the pages that are being answered were refused because the database could not be read, by their request's number. */
const store = perProcess<{ current?: true; unavailable: Map<string, Refusal> }>("broken-pages", () => ({
  unavailable: new Map(),
}));

/** More than are answered at once: those whose answer has gone already are not waited for. */
const UNAVAILABLE_MAX = 5_000;

/** The page that broke did so because the database is busy or away: its answer is a 503 that says when to come back. */
export function recordUnavailable(requestId: string | undefined, refusal: Refusal): void {
  if (requestId === undefined) return;
  if (store.unavailable.size >= UNAVAILABLE_MAX) store.unavailable.clear();
  store.unavailable.set(requestId, refusal);
}

/** Begins to look after every page that this process answers; asked again, it does nothing. */
export function installErrorPages(): void {
  if (store.current) return;
  store.current = true;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as Started;
    // Its own number, for the log: see look-after.ts. Whatever a client sends under this name counts for nothing.
    delete request.headers[REQUEST_ID_HEADER];
    if (isForPage(request)) watchResponse(request, response);
  });
}

/** A browser that opens an address or sends a form; not its scripts, which ask for parts and draw the error themselves. */
function isForPage({ headers }: IncomingMessage): boolean {
  return headers.accept !== undefined && headers.accept.includes("text/html") && headers.rsc === undefined;
}

/** Puts the plain page in the place of whatever goes with a 500, and words into an empty 404. Everything else passes untouched. */
function watchResponse(request: IncomingMessage, response: ServerResponse): void {
  const requestId = createId("request");
  request.headers[REQUEST_ID_HEADER] = requestId;
  // As it was asked for: Next writes into the request.
  const { url } = request;
  const { flushHeaders, write, end } = response;
  const isBroken = () =>
    !response.headersSent && (response.statusCode === 500 || isOlderForm(response) || isNoForm(response));
  response.flushHeaders = () => {
    if (!isBroken()) flushHeaders.call(response);
  };
  const passOn = (send: (...sent: never[]) => unknown, [part, ...how]: unknown[]) =>
    Reflect.apply(send, response, [fillEmptyPage(response, part), ...how]);
  response.write = ((...sent: unknown[]) => isBroken() || passOn(write, sent)) as typeof write;
  response.end = ((...sent: unknown[]) => {
    if (!isBroken()) return passOn(end, sent);
    const isMalformed = isNoForm(response) || (response.statusCode === 500 && isMalformedAction(requestId));
    const unavailable = store.unavailable.get(requestId);
    store.unavailable.delete(requestId);
    if (isMalformed) response.statusCode = 400;
    else if (unavailable && response.statusCode === 500) response.statusCode = 503;
    const page = isMalformed
      ? malformedPage(url)
      : isOlderForm(response)
        ? outdatedFormPage(url)
        : unavailable
          ? unavailablePage(url, requestId, unavailable)
          : brokenPage(url, requestId);
    for (const name of response.getHeaderNames()) if (!KEPT_HEADERS.has(name)) response.removeHeader(name);
    const seconds = unavailable?.detail.retryAfterSeconds;
    const wait = seconds === undefined ? {} : { "retry-after": String(seconds) };
    const headers = { ...PLAIN_PAGE_HEADERS, ...wait, [REQUEST_ID_HEADER]: requestId };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("content-length", Buffer.byteLength(page));
    return end.call(
      response,
      page,
      "utf8",
      sent.find((each) => typeof each === "function") as (() => void) | undefined,
    );
  }) as typeof end;
}

/** What the school says with every answer, and what a sign-in just now may have set; the rest spoke of another body. */
const KEPT_HEADERS = new Set([
  "x-content-type-options",
  "referrer-policy",
  "x-frame-options",
  "cross-origin-opener-policy",
  "permissions-policy",
  "strict-transport-security",
  "set-cookie",
]);

/** Next's word for a form whose action this version does not have: 409, and not the 400 of one that no version had. */
function isOlderForm(response: ServerResponse): boolean {
  return response.statusCode === 409 && response.hasHeader("x-nextjs-action-not-found");
}

/** Next's word for what has the shape of a form and names no action at all. */
function isNoForm(response: ServerResponse): boolean {
  return response.statusCode === 400 && response.hasHeader("x-nextjs-action-not-found");
}

/** For who has no scripts: with them the form itself says it and keeps the words (components/forms/older-form.ts). */
function outdatedFormPage(url: string | undefined): string {
  const t = getTranslator();
  return plainPage({
    title: t("errors.older_form_title"),
    words: t("errors.older_form"),
    links: [
      { path: getOwnPath(url) ?? "/", words: t("errors.open_the_page_again") },
      { path: pagePath("/help/new"), words: t("errors.ask_us") },
    ],
  });
}

function malformedPage(url: string | undefined): string {
  const t = getTranslator();
  return plainPage({
    title: t("errors.malformed_form_title"),
    words: t("errors.malformed_form"),
    links: [
      { path: getOwnPath(url) ?? "/", words: t("errors.open_the_page_again") },
      { path: pagePath("/help/new"), words: t("errors.ask_us") },
    ],
  });
}

/** The same as for a form that came when the school could not take more (busy-page.ts). */
function unavailablePage(url: string | undefined, requestId: string, refusal: Refusal): string {
  const t = getTranslator();
  return plainPage({
    title: t("refusals.busy_title"),
    words: t.format(refusal.said),
    links: [{ path: getOwnPath(url) ?? "/", words: t("refusals.busy_try_again") }],
    requestId,
  });
}

function brokenPage(url: string | undefined, requestId: string): string {
  const t = getTranslator();
  return plainPage({
    title: t("errors.broken_title"),
    words: t("errors.broken"),
    links: [
      { path: getOwnPath(url) ?? "/", words: t("errors.try_again") },
      { path: pagePath("/courses"), words: t("errors.to_the_courses") },
      { path: pagePath("/help/new"), words: t("errors.ask_us") },
    ],
    requestId,
  });
}
