import type { Instrumentation } from "next";

/** Neither the build nor the edge has a school to look after. */
const inSchool = () => process.env.NEXT_RUNTIME === "nodejs" && process.env.NEXT_PHASE !== "phase-production-build";

/** Next calls this once in every server process, before it answers anything. */
export async function register(): Promise<void> {
  if (!inSchool()) return;
  await startTracesIfWanted();
  const { explainBrokenPages } = await import("#app/_edge/broken-page.ts");
  explainBrokenPages();
  const { startHealthWatch } = await import("#ops/health/watch.ts");
  startHealthWatch();
  const { startMarkWatch } = await import("#ops/health/payments-off.ts");
  await startMarkWatch();
  const { startMetrics } = await import("#ops/metrics/start.ts");
  startMetrics();
  const { startJobs } = await import("#ops/jobs/start.ts");
  startJobs();
}

/** First, so that everything after it is seen. What it needs is loaded only where the operator names a collector. */
async function startTracesIfWanted(): Promise<void> {
  const { config } = await import("#config");
  const { traces } = config();
  if (!traces) return;
  const { startTraces } = await import("#ops/traces/start.ts");
  startTraces(traces);
}

/**
 * Next calls this for what broke while it answered. The request id is what the page in the broken one's place shows
 * (app/_edge/broken-page.ts), the number what app/error.tsx shows where scripts draw it, so that a person's sentence in a
 * mail leads to this line. The route is logged and not the path, which may hold a secret.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (!inSchool()) return;
  const { log } = await import("#ops/log.ts");
  const number = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
  const { method, headers } = request;
  const requestId = headers["x-request-id"];
  const { routePath: route, routeType } = context;
  log().error({ err: error, requestId, number, method, route, routeType }, "a page could not be made");
};
