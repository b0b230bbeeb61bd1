import type { Instrumentation } from "next";
import { config } from "#config/config.ts";
import { guardForeignServers } from "#ops/request-limits/request-guard.ts";
import { startConnectionPlan } from "#ops/health/connections.ts";
import { startServerWatch } from "#ops/health/server-watch.ts";
import { startHealthWatch } from "#ops/health/watch.ts";
import { startCheckpointWatch } from "#ops/health/payments-off.ts";
import { startJobs } from "#ops/jobs/start.ts";
import { log } from "#providers/log.ts";
import { startMetrics } from "#ops/metrics/start.ts";
import { REQUEST_ID_HEADER } from "#ops/request-id.ts";
import { startSecurityEvents } from "#ops/security/start-events.ts";
import { isMinded, passStartGate } from "#ops/server/start-gate.ts";
import { loadStoredExponents } from "#domain/settings/stored-exponents.ts";
import { runtime } from "#runtime";
import { installCompression } from "./compression.ts";
import { installDirectAnswers } from "./direct-answers.ts";
import { installErrorPages, recordUnavailable } from "./broken-page.ts";
import { installMalformedActionHandler, isMalformedAction, recordServerError } from "./malformed-actions.ts";
import { installRequestNormaliser } from "./normalise-request.ts";
import { startSchoolLanguages } from "./school-languages.ts";
import { installSeenPositions } from "./seen-position.ts";
import { toUnavailable } from "#ops/health/unavailable.ts";
import { installUnhydratedPages } from "./unhydrated-pages.ts";
import { installServerTiming } from "#ops/metrics/server-timing.ts";

/** What every server process does beside answering. */
export async function startBackground(): Promise<void> {
  // Before whatever else reads requests.
  installServerTiming();
  // It asks who asked, and sends what the others have made of an answer.
  installCompression();
  installRequestNormaliser();
  installSeenPositions();
  await startTracesIfWanted();
  guardForeignServers();
  installErrorPages();
  installUnhydratedPages();
  installMalformedActionHandler();
  // Nothing before this opens the database.
  await passStartGate();
  // Loaded only where nobody has looked before.
  if (!isMinded()) await (await import("#ops/server/refuse-unready.ts")).endIfUnready();
  await loadExponents();
  await startSchoolLanguages();
  startHealthWatch();
  void startConnectionPlan();
  startServerWatch();
  await startCheckpointWatch();
  startMetrics();
  startJobs();
  // Not before everything above has said that this process may answer.
  installDirectAnswers();
  // Last, so that what was noted is written before the database is closed.
  startSecurityEvents();
}

const RETRY_MS = 2_000;

/** Without them an old amount could be read differently. While there is no database to ask there is no amount either. */
async function loadExponents(): Promise<void> {
  try {
    await loadStoredExponents(runtime().database);
  } catch (error) {
    log().warn({ err: error }, "the stored currency decimals could not be read yet");
    setTimeout(() => void loadExponents(), RETRY_MS).unref();
  }
}

/** Early, so that everything after it is seen. What it needs is loaded only where the operator names a collector. */
async function startTracesIfWanted(): Promise<void> {
  const { traces } = config();
  if (!traces) return;
  const { startTraces } = await import("#ops/traces/start.ts");
  startTraces(traces);
}

/**
 * Writes down what broke while a request was answered. The request id is what the page in the broken one's place shows
 * (broken-page.ts), the number what app/error.tsx shows where scripts draw it, so that a person's sentence in a mail leads to
 * this line. The route is logged and not the path, which may hold a secret.
 */
export const logRequestError: Instrumentation.onRequestError = (error, { method, headers }, context) => {
  const number = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
  const requestId = textOf(headers[REQUEST_ID_HEADER]);
  const unavailable = toUnavailable(error);
  if (unavailable) {
    recordServerError(requestId);
    recordUnavailable(requestId, unavailable);
  }
  // Whoever sent it made it so: it is counted there, and is no fault to be mended.
  if (isMalformedAction(requestId)) return;
  const { routePath: route, routeType } = context;
  log().error({ err: error, requestId, number, method, route, routeType }, "a page failed to render");
};

const textOf = (header: string | string[] | undefined) => (typeof header === "string" ? header : undefined);
