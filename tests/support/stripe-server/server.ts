import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Fields, parseForm } from "./form.ts";
import { createBooks, Declined, NotAllowed } from "./books.ts";

/**
 * What goes wrong with one request. `error`: 500, nothing done. `busy`: 429, nothing done. `lost`: done, but the connection
 * breaks before the answer. `hang`: done, and never answered.
 */
export type Fault = "error" | "busy" | "lost" | "hang";

export type SeenRequest = { method: string; path: string; form: Fields; headers: Record<string, string> };

type Answer = { status: number; body: unknown };

/** How much of an idempotent request is compared with the first one under its key. */
type Remembered = { request: string; answer: Answer };

/**
 * A stand-in for api.stripe.com that keeps what it is told: Checkout Sessions, their PaymentIntents, refunds, idempotency
 * keys. The real SDK talks to it over HTTP. `now` is its clock.
 */
export async function openStripeServer(options: { secretKey: string; now: () => Date; port?: number }) {
  const books = createBooks({ now: options.now, livemode: options.secretKey.includes("_live_") });
  const remembered = new Map<string, Remembered>();
  const seen: SeenRequest[] = [];
  const faults: (Fault | undefined)[] = [];

  const server = createServer((request, response) => void respond(request, response));

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const body = await text(request);
    const url = new URL(request.url ?? "/", "http://stripe.invalid");
    const headers = request.headers as Record<string, string>;
    const method = request.method ?? "GET";
    seen.push({ method, path: url.pathname, form: parseForm(body || url.search.slice(1)), headers });

    const fault = faults.shift();
    if (fault === "error") return send(response, failure(500, "api_error", "Something went wrong on Stripe's end."));
    if (fault === "busy")
      return send(response, failure(429, "invalid_request_error", "Too many requests.", "rate_limit"));
    const answer = once(method, url, body, headers);
    if (fault === "hang") return;
    if (fault === "lost") return void request.socket.destroy();
    send(response, answer.answer, answer.replayed ? { "idempotent-replayed": "true" } : {});
  }

  /** The same key with the same request gives the first answer again; with another request it is refused. */
  function once(method: string, url: URL, body: string, headers: Record<string, string>) {
    const key = method === "POST" ? headers["idempotency-key"] : undefined;
    const request = `${method} ${url.pathname} ${body}`;
    const earlier = key === undefined ? undefined : remembered.get(key);
    if (earlier !== undefined) {
      if (earlier.request === request) return { answer: earlier.answer, replayed: true };
      const message =
        "Keys for idempotent requests can only be used with the same parameters they were first used with.";
      return { answer: failure(400, "idempotency_error", message), replayed: false };
    }
    const answer = handle(method, url, parseForm(body), headers);
    // As at Stripe, a request that was refused before it began may be mended and sent again under its key.
    if (key !== undefined && answer.status !== 400 && answer.status !== 401) remembered.set(key, { request, answer });
    return { answer, replayed: false };
  }

  function handle(method: string, url: URL, form: Fields, headers: Record<string, string>): Answer {
    if (headers.authorization !== `Bearer ${options.secretKey}`) {
      return failure(401, "invalid_request_error", "Invalid API Key provided.");
    }
    try {
      const body = books.answer(method, url.pathname, method === "GET" ? parseForm(url.search.slice(1)) : form);
      if (body !== undefined) return { status: 200, body: structuredClone(body) };
      return failure(404, "invalid_request_error", `No such thing: ${url.pathname}`, "resource_missing");
    } catch (error) {
      if (error instanceof Declined) {
        const { code, message, intent } = error;
        return { status: 402, body: { error: { type: "card_error", code, message, payment_intent: intent } } };
      }
      if (error instanceof NotAllowed)
        return failure(400, "invalid_request_error", error.message, error.code, error.param);
      throw error;
    }
  }

  await new Promise<void>((listening) => server.listen(options.port ?? 0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    /** What the buyer, the bank and the person at the dashboard do. */
    ...books.deeds,
    /** Every request so far, oldest first. */
    seen,
    /** The next requests go wrong, one after another. */
    failNext: (...next: Fault[]) => void faults.push(...next),
    /** The same after so many that are in order. */
    failAfter: (inOrder: number, ...next: Fault[]) =>
      void faults.push(...Array.from({ length: inOrder }, () => undefined), ...next),
    /** A day later: Stripe no longer knows the keys. */
    forgetKeys: () => remembered.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export type StripeServer = Awaited<ReturnType<typeof openStripeServer>>;

function failure(status: number, type: string, message: string, code?: string, param?: string): Answer {
  return { status, body: { error: { type, message, ...(code ? { code } : {}), ...(param ? { param } : {}) } } };
}

function send(response: ServerResponse, { status, body }: Answer, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", "request-id": "req_local", ...headers });
  response.end(JSON.stringify(body));
}
