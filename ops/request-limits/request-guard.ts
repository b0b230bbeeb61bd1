import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { resolveRequestId } from "#ops/request-id.ts";
import { orDirectly } from "#ops/server/direct-answers.ts";
import { recordSecurityEvent } from "#ops/security/events.ts";
import { type BodyLimits, getBodyLimits } from "./body-limits.ts";
import { type BodyMeter, createBodyMeter } from "./body-meter.ts";
import {
  countRejection,
  type Rejection,
  renderRejectionPage,
  renderRejectionProblem,
  REJECTIONS,
  renderRejectionText,
} from "./rejections.ts";
import { isFormSubmission, isMachineEndpoint, SELF_DECLARED, getAllowedMethods } from "./methods.ts";

/** A body is kept back until this much of it has come: nothing is asked to parse what may still be refused. */
const HELD_BYTES_MAX = 1_048_576;

/** In the query of an address; a list with every filter set has twenty. */
const QUERY_NAMES_MAX = 200;

/** How many larger bodies one process takes in at once: each stands in its memory several times while it is parsed. */
const LARGE_MAX = 4;

/** No body is slower, over any stretch of this length: a phone at the edge of its network sends ten times as much. */
const PACE_MS = 10_000;
const PACE_BYTES_MIN = 20_000;

/** How long a client that goes on sending is listened to, so that it can read why it was refused. */
const LISTEN_MS_MAX = 2_000;

/** The header of a request comes within this time, the whole of it within the other; Node looks for late ones by itself. */
const HEADERS_MS_MAX = 15_000;
const REQUEST_MS_MAX = 15 * 60_000;

const GUARDED = Symbol.for("matricula.guarded-server");

/** Gives a server deadlines for whoever sends slowly. Answers false where that was done before. */
export function setTimeouts(server: Server & { [GUARDED]?: true }): boolean {
  if (server[GUARDED]) return false;
  server[GUARDED] = true;
  server.headersTimeout = HEADERS_MS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;
  return true;
}

/**
 * Guards the server of this process that somebody else has made, as `next start` does: by Node's own announcement of a request,
 * which comes before anybody is asked to answer it. Gives the way to leave the next servers alone.
 */
export function guardForeignServers(): () => void {
  const guard = (message: unknown) => {
    const { server } = message as { server: Server };
    if (!setTimeouts(server)) return;
    const emit = server.emit.bind(server) as (event: string, ...said: unknown[]) => boolean;
    const guarded = guardRequests(orDirectly((request, response) => emit("request", request, response)));
    server.emit = (event: string, ...said: unknown[]) => {
      if (event !== "request") return emit(event, ...said);
      guarded(...(said as Parameters<RequestListener>));
      return true;
    };
  };
  subscribe("http.server.request.start", guard);
  return () => void unsubscribe("http.server.request.start", guard);
}

const state = { large: 0 };

/**
 * `answer`, which is asked only once a request's body has come and is no more than its route takes: in bytes, in fields, whatever
 * length it announced or did not. A larger upload is handed on while it comes, counted all the way. Next parses a server action's
 * body by itself, before any code of ours, and a form of a hundred thousand fields keeps a process busy for a minute.
 */
export function guardRequests(
  answer: RequestListener,
  { limitsOf = getBodyLimits, paceMs = PACE_MS }: { limitsOf?: (url: string) => BodyLimits; paceMs?: number } = {},
): RequestListener {
  return (request, response) => {
    const { url = "", method = "" } = request;
    const fault = checkHead(request);
    if (fault) return refuse(request, response, fault);
    // Next would make a whole page for it.
    if (method === "OPTIONS" && getAllowedMethods(url).methods !== SELF_DECLARED.methods)
      return sendAllow(response, url);
    const length = request.headers["content-length"];
    if (request.headers["transfer-encoding"] === undefined && (length === undefined || Number(length) === 0)) {
      return answer(request, response);
    }
    const limits = limitsOf(url);
    const isAction = request.headers["next-action"] !== undefined;
    const meter = createBodyMeter(request.headers["content-type"], limits, isAction);
    if (meter === "malformed") return refuse(request, response, "malformed");
    if (Number(length ?? 0) > limits.bytesMax) return refuse(request, response, "too_large");
    // What is known of the request when it begins, its language among it, is known to whoever answers once its body has come.
    const begin = AsyncLocalStorage.bind(() => answer(request, response));
    holdBody({ request, response, meter, paceMs }, begin);
  };
}

/** What is wrong with a request before its body is looked at: with its address, its method, or what it says of its body. */
function checkHead(request: IncomingMessage): Rejection | undefined {
  const { url = "", method = "", headers } = request;
  if (!hasOneHost(request)) return "malformed";
  if (hasLongQuery(url)) return "long_address";
  const { methods, isPage } = getAllowedMethods(url);
  if (!methods.includes(method)) return "method";
  // Next would answer with the page, as if something had been done.
  if (isPage && method === "POST" && !isFormSubmission(headers)) return "no_form";
  const encoding = headers["content-encoding"];
  return encoding !== undefined && !/^(identity)?$/i.test(encoding.trim()) ? "encoded" : undefined;
}

/**
 * Whether a request says once for which school it is (RFC 9112, 3.2): of two, a proxy may believe one and we the other. Node keeps
 * the first and says nothing. Only HTTP/1.0 may leave it out.
 */
function hasOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === "host").length;
  return hosts === 1 || (hosts === 0 && httpVersion === "1.0");
}

function sendAllow(response: ServerResponse, url: string): void {
  response.writeHead(204, { allow: getAllowedMethods(url).methods.join(", ") }).end();
}

type Coming = { request: IncomingMessage; response: ServerResponse; meter: BodyMeter; paceMs: number };

/** Whether an address asks for more names than any list of ours has: Next takes half a second over three thousand. */
function hasLongQuery(url: string): boolean {
  let names = 0;
  for (let at = url.indexOf("?"); at !== -1; at = url.indexOf("&", at + 1)) names += 1;
  return names > QUERY_NAMES_MAX;
}

/** Keeps the body back as Node's parser hands it over, and gives it to the request when it may be read. */
function holdBody({ request, response, meter, paceMs }: Coming, begin: () => unknown): void {
  const push = request.push.bind(request);
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isHeld = true;
  const pace = watchPace(paceMs, () => stop("slow"));
  const stop = (fault: Rejection) => {
    pace.end();
    held = [];
    refuse(request, response, fault);
    return true;
  };
  const release = () => {
    isHeld = false;
    for (const piece of held) push(piece);
    held = [];
    begin();
  };
  request.once("close", () => pace.end());
  request.push = (piece: Buffer | null) => {
    if (piece === null) {
      pace.end();
      const fault = meter.end();
      if (fault && isHeld) return stop(fault);
      if (isHeld) release();
      return push(null);
    }
    pace.add(piece.length);
    const fault = meter.add(piece);
    if (fault) return stop(fault);
    if (!isHeld) return push(piece);
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes <= HELD_BYTES_MAX) return true;
    if (state.large >= LARGE_MAX) return stop("busy");
    countLarge(response);
    release();
    return true;
  };
}

function countLarge(response: ServerResponse): void {
  state.large += 1;
  response.once("close", () => (state.large -= 1));
}

/** Calls `tooSlow` when too little has come for too long. */
function watchPace(paceMs: number, tooSlow: () => void): { add(bytes: number): void; end(): void } {
  let bytes = 0;
  const timer = setInterval(() => {
    if (bytes < PACE_BYTES_MIN) tooSlow();
    bytes = 0;
  }, paceMs);
  timer.unref();
  return { add: (more) => (bytes += more), end: () => clearInterval(timer) };
}

/** Says no, goes on listening for a moment without keeping anything, and hangs up. */
function refuse(request: IncomingMessage, response: ServerResponse, fault: Rejection): void {
  const address = String(request.headers["x-forwarded-for"] ?? "");
  const requestId = resolveRequestId();
  countRejection(fault);
  recordSecurityEvent({ kind: "malformed_request", address, requestId, reason: fault });
  const hangUp = () => {
    clearTimeout(late);
    response.end();
  };
  const late = setTimeout(hangUp, request.complete ? 0 : LISTEN_MS_MAX);
  request.push = (piece: Buffer | null) => {
    if (piece === null) hangUp();
    return true;
  };
  // Whoever reads what was handed on already learns that the rest will not come.
  response.once("finish", () => request.complete || request.destroy());
  response.once("close", () => clearTimeout(late));
  if (response.headersSent) return void request.destroy();
  const url = request.url ?? "";
  const isProgram = isMachineEndpoint(url);
  const isScript = request.headers["next-action"] !== undefined;
  const { type, body } = isProgram
    ? renderRejectionProblem(fault, requestId)
    : isScript
      ? renderRejectionText(fault)
      : renderRejectionPage(fault);
  response.writeHead(REJECTIONS[fault].status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    ...(isProgram ? { "x-request-id": requestId } : {}),
    ...(fault === "busy" ? { "retry-after": "60" } : {}),
    ...(fault === "method" ? { allow: getAllowedMethods(url).methods.join(", ") } : {}),
    connection: "close",
  });
  response.write(body);
}
