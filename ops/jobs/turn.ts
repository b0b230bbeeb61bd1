import { setTimeout } from "node:timers/promises";
import { perProcess } from "#db/per-process.ts";
import type { Clock } from "#domain/kernel/clock.ts";
import { runtime } from "#runtime";
import { type BusyMeter, createBusyMeter } from "./busy-meter.ts";

/** While people wait for a processor, work that nobody waits for rests so many times as long as it works. */
const REST_TIMES = 19;
/** Less is not worth a pause, */
const REST_MS = 100;
/** and after so long it goes on, however long the last piece took. */
const REST_MS_MAX = 2_000;

const store = perProcess<{ meter?: BusyMeter }>("busy-meter", () => ({}));

type Options = { clock?: Clock; meter?: BusyMeter; rest?: (ms: number) => Promise<unknown>; spentMs?: () => number };

/** What this thread has had of a processor: a mail server that takes a second for a letter costs nobody here anything. */
function readSpentMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/**
 * Begins a turn of `ms` milliseconds of work that nobody waits for: papers, letters, the general ledger. What it gives back is asked before each piece, and
 * says whether there is time for it. While the machine is busy it waits before it says so, such that this work takes a twentieth of one
 * processor: whoever enrols or pays comes first, and the work is done when they have gone.
 */
export function startTurn(ms: number, options: Options = {}): () => Promise<boolean> {
  const {
    clock = runtime().clock,
    meter = (store.meter ??=
      createBusyMeter()),
    rest = setTimeout,
    spentMs = readSpentMs,
  } = options;
  const end = clock().getTime() + ms;
  let owedMs = 0;
  let since = spentMs();
  return async () => {
    const workedMs = spentMs() - since;
    // What came meanwhile is answered before the next piece, also where each piece waits for nothing outside this process.
    await new Promise((next) => setImmediate(next));
    owedMs = Math.min(owedMs + workedMs * REST_TIMES, REST_MS_MAX);
    for (let isBusy = meter.isBusy(workedMs); owedMs >= REST_MS; isBusy = meter.isBusy(0)) {
      if (!isBusy) owedMs = 0;
      else {
        await rest(REST_MS);
        owedMs -= REST_MS;
      }
    }
    since = spentMs();
    return clock().getTime() < end;
  };
}
