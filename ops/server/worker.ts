/** One server process: Next's own server, on the connections that the door hands it. Started by crew.ts, never by hand. */
import { createServer } from "node:http";
import type { Socket } from "node:net";
import next from "next";
import { config } from "#config/config.ts";
import { guardRequests, setTimeouts } from "#ops/request-limits/request-guard.ts";
import { runShutdownSteps } from "./shutdown.ts";
import { GracefulShutdown, KEEP_ALIVE_EXTRA_MS, KEEP_ALIVE_MS } from "./graceful-shutdown.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** A request that takes longer is cut off when the server must end. */
const DRAIN_MS_MAX = 20_000;

/** Then the process ends, whatever jobs or database are still at. */
const CLOSE_MS_MAX = 8_000;

const tell = (message: FromWorker) => process.send?.(message);

const { host, port } = config();
// Next follows a form's redirect by a request to itself; `next start` says by this name where that goes.
process.env.__NEXT_PRIVATE_ORIGIN = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
const app = next({ dev: false, dir: process.cwd(), hostname: host, port, quiet: true });

/** How often Node looks for requests that take too long to come. */
const LATE_CHECKED_MS = 5_000;

const server = createServer({
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveTimeoutBuffer: KEEP_ALIVE_EXTRA_MS,
  connectionsCheckingInterval: LATE_CHECKED_MS,
  // Nothing here speaks another protocol: who offers one is answered in this one (RFC 9110, 7.8).
  shouldUpgradeCallback: () => false,
});
setTimeouts(server);
const drain = new GracefulShutdown(server);
let noMoreConnections = () => {};
const hasAll = new Promise<void>((resolve) => (noMoreConnections = resolve));

process.on("message", (message: ToWorker, connection?: Socket) => {
  if (message.say === "no more") return noMoreConnections();
  tell({ say: "taken", id: message.id });
  // Whoever hung up on the way here is not sent on.
  if (connection) server.emit("connection", connection);
});

let isEnding = false;
process.on("SIGTERM", () => void end(false));
// From a terminal, which waits.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(true));
// Without the one that minds it, a process would serve nobody and hold the database.
process.on("disconnect", () => {
  noMoreConnections();
  void end(true);
});

/** Answers what has been asked, ends the jobs, closes the database, and is gone within a bound. */
async function end(hurry: boolean) {
  if (isEnding) return;
  isEnding = true;
  if (process.connected) tell({ say: "leaving" });
  else noMoreConnections();
  await hasAll;
  await drain.drain({ msMax: DRAIN_MS_MAX, hurry });
  setTimeout(() => process.exit(1), CLOSE_MS_MAX).unref();
  await app.close();
  const failed = await runShutdownSteps();
  for (const error of failed) console.error(error);
  process.exit(failed.length > 0 ? 1 : 0);
}

/** What is needed to trace requests is loaded only where a collector is named. */
async function answering(plain: ReturnType<typeof app.getRequestHandler>) {
  if (!config().traces) return plain;
  const { traceRequests } = await import("#ops/traces/trace-requests.ts");
  return traceRequests(plain);
}

await app.prepare();
const answer = await answering(app.getRequestHandler());
server.on(
  "request",
  drain.track(
    guardRequests((request, response) => {
      answer(request, response).catch((error: unknown) => {
        console.error(error);
        response.statusCode = 500;
        response.end("Internal Server Error");
      });
    }),
  ),
);
// It listens nowhere itself, and by this begins to watch that clients send their requests in time.
server.emit("listening");
tell({ say: "ready" });
