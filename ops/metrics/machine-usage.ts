import { availableParallelism } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { perProcess } from "#db/per-process.ts";

const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;
const US_PER_SECOND = 1e6;

const store = perProcess<{ current?: ReturnType<typeof monitorEventLoopDelay> }>("loop", () => ({}));

/** Begins to measure how late the event loop comes to what is due. */
export function startEventLoopMonitor(): void {
  if (store.current) return;
  store.current = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  store.current.enable();
}

export type EventLoopLag = { msP50: number; msP99: number; msMax: number };

/** How late it came, since the process began or `resetEventLoopLag` was called. The timer's own interval is not counted. */
export function getEventLoopLag(): EventLoopLag {
  const histogram = store.current;
  const late = (ns: number) => (Number.isFinite(ns) ? Math.max(0, ns / NS_PER_MS - RESOLUTION_MS) : 0);
  if (!histogram || histogram.count === 0) return { msP50: 0, msP99: 0, msMax: 0 };
  return { msP50: late(histogram.percentile(50)), msP99: late(histogram.percentile(99)), msMax: late(histogram.max) };
}

export function resetEventLoopLag(): void {
  store.current?.reset();
}

export type MachineUsage = {
  cpuSeconds: number;
  cores: number;
  rssBytes: number;
  heapBytes: number;
  uptimeSeconds: number;
};

export function getMachineUsage(): MachineUsage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    cpuSeconds: (user + system) / US_PER_SECOND,
    cores: availableParallelism(),
    rssBytes: rss,
    heapBytes: heapUsed,
    uptimeSeconds: process.uptime(),
  };
}
