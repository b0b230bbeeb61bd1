import { createLatencies } from "./latencies.ts";
import type { WriterStats } from "./types.ts";

type Counts = Omit<WriterStats, "queued" | "queueWait" | "lockWait" | "commit">;

export type WriterWatch = ReturnType<typeof createWriterWatch>;

/** What a writer has seen since the process started. */
export function createWriterWatch() {
  const times = { queueWait: createLatencies(), lockWait: createLatencies(), commit: createLatencies() };
  const counts: Counts = {
    writes: 0,
    commits: 0,
    retries: 0,
    refusedForLoad: 0,
    lockWaitMsTotal: 0,
    lockWaitMsMax: 0,
    commitMsTotal: 0,
    commitMsMax: 0,
  };
  let lastCommitMs = 0;
  return {
    counts,
    /** How long the last commit took; 0 before the first. */
    lastCommitMs: () => lastCommitMs,
    waitedInQueue: (ms: number) => times.queueWait.record(ms),
    waitedForLock(ms: number) {
      times.lockWait.record(ms);
      counts.lockWaitMsTotal += ms;
      counts.lockWaitMsMax = Math.max(counts.lockWaitMsMax, ms);
    },
    committed(writes: number, ms: number) {
      lastCommitMs = ms;
      times.commit.record(ms);
      counts.commitMsTotal += ms;
      counts.commitMsMax = Math.max(counts.commitMsMax, ms);
      counts.commits += 1;
      counts.writes += writes;
    },
    stats: (queued: number): WriterStats => ({
      ...counts,
      queued,
      queueWait: times.queueWait.snapshot(),
      lockWait: times.lockWait.snapshot(),
      commit: times.commit.snapshot(),
    }),
  };
}
