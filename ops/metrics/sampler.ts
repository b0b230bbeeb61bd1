import { hostname } from "node:os";
import { lt } from "drizzle-orm";
import { latenciesSince, type Latencies, quantileMs } from "#db/latencies.ts";
import { samples } from "#db/schema/index.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import { type Figures, SLOT_MS } from "./figures.ts";
import { resetEventLoopLag, getEventLoopLag, getMachineUsage } from "./machine-usage.ts";
import { getRequestMetrics } from "./requests.ts";
import { getDatabaseSizes } from "./sizes.ts";
import { perProcess } from "#db/per-process.ts";

/** Long enough to see a month and its neighbours. */
const KEPT_MS = 35 * DAY_MS;

/** A process's name among all: its machine, and its number there. */
export const getProcessName = () => `${hostname()}/${process.pid}`;

type Mark = {
  at: number;
  requests: Latencies;
  failed: number;
  cpuSeconds: number;
  writer: ReturnType<ReturnType<typeof runtime>["database"]["stats"]>;
  reads: Latencies;
};

function mark(): Mark {
  const { database } = runtime();
  const { all, failed } = getRequestMetrics();
  return {
    at: performance.now(),
    requests: all,
    failed,
    cpuSeconds: getMachineUsage().cpuSeconds,
    writer: database.stats(),
    reads: database.readTimes(),
  };
}

const store = perProcess<{ current?: { timer?: NodeJS.Timeout; last: Mark } }>("sampler", () => ({}));

/** Begins to write down every ten minutes how this process fared, at the minutes that all processes share. */
export function startSampler(): void {
  if (store.current) return;
  const begun: { timer?: NodeJS.Timeout; last: Mark } = { last: mark() };
  store.current = begun;
  const next = () => {
    const now = runtime().clock().getTime();
    begun.timer = setTimeout(() => void recordSample().then(next), SLOT_MS - (now % SLOT_MS));
    // Sampling alone keeps no process alive.
    begun.timer.unref();
  };
  next();
}

/** Writes down how this process fared since it was last asked, and lets go of what is too old. Never throws. */
export async function recordSample(): Promise<void> {
  try {
    const { database, clock } = runtime();
    const before = store.current?.last ?? mark();
    const now = mark();
    if (store.current) store.current.last = now;
    const figures = figuresOf(before, now, await getDatabaseSizes());
    resetEventLoopLag();
    const slot = Math.round(clock().getTime() / SLOT_MS) * SLOT_MS;
    const row = { at: new Date(slot), process: getProcessName(), figures };
    await database.write(
      async (tx) => {
        await tx
          .insert(samples)
          .values(row)
          .onConflictDoUpdate({ target: [samples.at, samples.process], set: { figures } });
        await tx.delete(samples).where(lt(samples.at, addMs(row.at, -KEPT_MS)));
      },
      { durable: false },
    );
  } catch (error) {
    log().warn({ err: error }, "the metrics sample could not be stored");
  }
}

function figuresOf(before: Mark, now: Mark, size: Awaited<ReturnType<typeof getDatabaseSizes>>): Figures {
  const requests = latenciesSince(before.requests, now.requests);
  const [was, is] = [before.writer, now.writer];
  const seconds = Math.max(1, (now.at - before.at) / 1000);
  const { cores, rssBytes, cpuSeconds } = getMachineUsage();
  return {
    ...size,
    seconds,
    requests: requests.count,
    failed: now.failed - before.failed,
    requestMsP95: quantileMs(requests, 0.95),
    writes: is.writes - was.writes,
    commits: is.commits - was.commits,
    refusedForLoad: is.refusedForLoad - was.refusedForLoad,
    queueMsP99: quantileMs(latenciesSince(was.queueWait, is.queueWait), 0.99),
    lockWaitMs: is.lockWaitMsTotal - was.lockWaitMsTotal,
    commitMsP99: quantileMs(latenciesSince(was.commit, is.commit), 0.99),
    readMsP99: quantileMs(latenciesSince(before.reads, now.reads), 0.99),
    loopMsP99: getEventLoopLag().msP99,
    cpuShare: (cpuSeconds - before.cpuSeconds) / seconds / cores,
    rssBytes,
  };
}
