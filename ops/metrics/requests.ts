import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createLatencies, type LatencyRecorder, type Latencies } from "#db/latencies.ts";
import { getBuiltRoutes } from "./routes.ts";
import { perProcess } from "#db/per-process.ts";

/** What a process answered at one route. `byStatus` by the first figure: 2 for everything from 200 to 299. */
export type RouteMetrics = { route: string; byStatus: Record<string, number>; times: Latencies };

type Counted = { byStatus: number[]; times: LatencyRecorder };
type Watch = { routeOf: (path: string) => string; routes: Map<string, Counted>; all: LatencyRecorder; failed: number };

const store = perProcess<{ current?: Watch }>("requests", () => ({}));

const BEGUN = Symbol("begun");
/** When it came, and what it asked for: Next writes into the request. */
type Timed = IncomingMessage & { [BEGUN]?: { at: number; url: string } };

/** Begins to count and time every request of this process, from its first line to the last byte of its answer. */
export function startRequestMetrics(routeOf = getBuiltRoutes()): void {
  if (store.current) return;
  const watch: Watch = { routeOf, routes: new Map(), all: createLatencies(), failed: 0 };
  store.current = watch;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: Timed };
    request[BEGUN] = { at: performance.now(), url: request.url ?? "/" };
  });
  subscribe("http.server.response.finish", (message) => {
    const { request, response } = message as { request: Timed; response: ServerResponse };
    const begun = request[BEGUN];
    if (begun !== undefined) count(watch, begun.url, response.statusCode, performance.now() - begun.at);
  });
}

function count(watch: Watch, url: string, status: number, ms: number): void {
  const query = url.indexOf("?");
  const route = watch.routeOf(query < 0 ? url : url.slice(0, query));
  let counted = watch.routes.get(route);
  if (counted === undefined) {
    counted = { byStatus: [0, 0, 0, 0, 0, 0], times: createLatencies() };
    watch.routes.set(route, counted);
  }
  const kind = Math.min(5, Math.floor(status / 100));
  counted.byStatus[kind] = (counted.byStatus[kind] ?? 0) + 1;
  counted.times.record(ms);
  watch.all.record(ms);
  if (kind === 5) watch.failed += 1;
}

/** What was answered since the process began to count, the most asked-for route first. */
export function getRequestMetrics(): { all: Latencies; failed: number; routes: RouteMetrics[] } {
  const watch = store.current;
  if (!watch) return { all: createLatencies().snapshot(), failed: 0, routes: [] };
  const routes = [...watch.routes].map(([route, { byStatus, times }]) => ({
    route,
    byStatus: Object.fromEntries(byStatus.flatMap((n, kind) => (n > 0 ? [[`${kind}xx`, n]] : []))),
    times: times.snapshot(),
  }));
  routes.sort((a, b) => b.times.count - a.times.count);
  return { all: watch.all.snapshot(), failed: watch.failed, routes };
}
