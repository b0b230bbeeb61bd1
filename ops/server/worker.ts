/** A worker: Next's server on the connections that the listener dispatches. Forked by worker-pool.ts, never by hand. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import next from "next";
import { config } from "#config/config.ts";
import { guardRequests, setTimeouts } from "#ops/request-limits/request-guard.ts";
import { orDirectly } from "./direct-answers.ts";
import { announceLeaving } from "./leaving.ts";
import { runShutdownSteps } from "./shutdown.ts";
import { closeStartGate, openStartGate, setMinded, WAIT_AT_GATE } from "./start-gate.ts";
import { GracefulShutdown, KEEP_ALIVE_EXTRA_MS, KEEP_ALIVE_MS, type Pace } from "./graceful-shutdown.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** On shutdown, requests that take longer are cut off. */
const DRAIN_MS_MAX = 20_000;

/** After that the process exits, even if jobs or the database are not done. */
const CLOSE_MS_MAX = 8_000;

/** Without a primary process, which may have ended a moment ago, there is nobody to tell. */
const send = (message: FromWorker) => {
  if (process.connected) process.send?.(message, () => {});
};

const { host, port } = config();
// Next follows a form's redirect by a request to itself; `next start` says by this name where that goes.
process.env.__NEXT_PRIVATE_ORIGIN = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
const app = next({ dev: false, dir: process.cwd(), hostname: host, port, quiet: true });

/** How often Node checks for requests that arrive too slowly. */
const TIMEOUT_CHECK_MS = 5_000;

const server = createServer({
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveTimeoutBuffer: KEEP_ALIVE_EXTRA_MS,
  connectionsCheckingInterval: TIMEOUT_CHECK_MS,
  // No other protocol is supported, so an Upgrade is answered as plain HTTP (RFC 9110, 7.8).
  shouldUpgradeCallback: () => false,
});
setTimeouts(server);
const shutdown = new GracefulShutdown(server);
let noMoreConnections = () => {};
const allReceived = new Promise<void>((resolve) => (noMoreConnections = resolve));

process.on("message", (message: ToWorker, connection?: Socket) => {
  if (message.type === "open") {
    isOpen = true;
    return openStartGate();
  }
  if (message.type === "last connection sent") return noMoreConnections();
  if (message.type === "leaving soon") return announceLeaving();
  if (message.type === "retire") return void end("exchange");
  send({ type: "received", id: message.id });
  // A client that hung up during the handoff leaves no connection.
  if (connection) server.emit("connection", connection);
});

let isEnding = false;
/** Whether there is something that must be ended in order. */
let isOpen = !process.argv.includes(WAIT_AT_GATE);
setMinded();
if (!isOpen) closeStartGate();
process.on("SIGTERM", () => void end("stop"));
// From a terminal, where somebody waits.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => void end("hurry"));
// Without the primary process a worker would get no requests and still hold the database.
process.on("disconnect", () => {
  noMoreConnections();
  void end("hurry");
});

/** Graceful shutdown: answers open requests, stops the jobs, closes the database. Bounded in time. */
async function end(pace: Pace) {
  if (!isOpen) process.exit(0);
  if (isEnding) return shutdown.hasten(pace);
  isEnding = true;
  if (process.connected) send({ type: "leaving" });
  else noMoreConnections();
  await allReceived;
  await shutdown.drain({ msMax: DRAIN_MS_MAX, pace });
  setTimeout(() => process.exit(1), CLOSE_MS_MAX).unref();
  await app.close();
  const failed = await runShutdownSteps();
  for (const error of failed) console.error(error);
  process.exit(failed.length > 0 ? 1 : 0);
}

/** Tracing is loaded only where a collector is configured. */
async function withTracing(plain: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  if (!config().traces) return plain;
  const { traceRequests } = await import("#ops/traces/trace-requests.ts");
  return traceRequests(plain);
}

await app.prepare();
const answer = await withTracing(orDirectly(app.getRequestHandler()));
server.on(
  "request",
  shutdown.track(
    guardRequests((request, response) => {
      answer(request, response).catch((error: unknown) => {
        console.error(error);
        response.statusCode = 500;
        // eslint-disable-next-line matricula/no-literal-text -- what HTTP calls it, where nothing else works
        response.end("Internal Server Error");
      });
    }),
  ),
);
// The worker does not listen itself; the event starts the request timeouts.
server.emit("listening");
send({ type: "ready" });
