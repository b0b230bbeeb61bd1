import { cpus } from "node:os";
import { performance } from "node:perf_hooks";

/** Shorter than this says nothing: Linux counts a processor's time in hundredths of a second. */
const WINDOW_MS = 200;
/** What was so longer ago says nothing of now. */
const WINDOW_MS_MAX = 5_000;

/** Above these people wait: of the whole machine's processors, and of the one that this process answers its requests on. */
const BUSY_MACHINE = 0.75;
const BUSY_LOOP = 0.6;

type Mark = { atMs: number; idleMs: number; allMs: number; loop: ReturnType<typeof performance.eventLoopUtilization> };

function readMark(): Mark {
  let [idleMs, allMs] = [0, 0];
  for (const { times } of cpus()) {
    idleMs += times.idle;
    allMs += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { atMs: performance.now(), idleMs, allMs, loop: performance.eventLoopUtilization() };
}

/** Says whether requests want what background work would take. */
export type BusyMeter = {
  /**
   * Whether the machine, or this process, was busy over the last moments. `ownMs` is how long the asker itself has worked in this process since
   * it asked last: that alone makes nobody busy, except where a machine has one processor.
   */
  isBusy(ownMs: number): boolean;
};

export function createBusyMeter(): BusyMeter {
  let mark = readMark();
  let ownMs = 0;
  let wasBusy = false;
  return {
    isBusy(more) {
      ownMs += more;
      const now = readMark();
      const windowMs = now.atMs - mark.atMs;
      if (windowMs < WINDOW_MS) return wasBusy;
      const machine = 1 - (now.idleMs - mark.idleMs) / Math.max(1, now.allMs - mark.allMs);
      const { active } = performance.eventLoopUtilization(now.loop, mark.loop);
      const others = Math.max(0, active - ownMs) / windowMs;
      wasBusy = windowMs <= WINDOW_MS_MAX && (machine > BUSY_MACHINE || others > BUSY_LOOP);
      [mark, ownMs] = [now, 0];
      return wasBusy;
    },
  };
}
