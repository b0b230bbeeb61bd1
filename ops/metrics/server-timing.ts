import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { perProcess } from "#db/per-process.ts";
import { enterRequestStatements, type RequestStatements } from "#db/request-statements.ts";
import { log } from "#providers/log.ts";

const store = perProcess<{ current?: true }>("server-timing", () => ({}));

/**
 * From now on every answer to a colleague, and every answer in development and in the bench, says in its Server-Timing header
 * (https://www.w3.org/TR/server-timing/) how long it took until its first byte, and what the database had to do for it. A
 * browser shows that beside the request. Students and visitors are not told: it would say who exists by how long it takes.
 */
export function installServerTiming(
  isOpen = process.env.NODE_ENV !== "production" || process.env.MATRICULA_BENCH === "1",
): void {
  if (store.current) return;
  store.current = true;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const counted: RequestStatements = { statements: 0, ms: 0, isShown: isOpen };
    if (log().isLevelEnabled("trace")) logStatements(counted, request, response);
    enterRequestStatements(counted);
    const begun = performance.now();
    const { writeHead } = response;
    response.writeHead = ((...head: Parameters<typeof writeHead>) => {
      if (counted.isShown && !response.headersSent) {
        response.setHeader("server-timing", formatServerTiming(counted, performance.now() - begun));
      }
      return Reflect.apply(writeHead, response, head);
    }) as typeof writeHead;
  });
}

function logStatements(counted: RequestStatements, { method, url }: IncomingMessage, response: ServerResponse): void {
  counted.isShown = true;
  counted.texts = [];
  response.once("finish", () => {
    const path = url?.split("?", 1)[0];
    log().trace({ method, path, statements: counted.texts, ms: counted.ms }, "what a request asked of the database");
  });
}

/** `total` until the first byte, `db` in the database; both in milliseconds. */
export function formatServerTiming({ statements, ms }: RequestStatements, totalMs: number): string {
  return `total;dur=${totalMs.toFixed(1)}, db;dur=${ms.toFixed(1)};desc="${statements} statements"`;
}
