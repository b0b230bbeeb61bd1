import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import type { Job } from "./job.ts";
import { runJob } from "./run.ts";

/** A job that is due rarely is asked this often whether it is due, because another process may have run it, or died. */
const ASK_MS_MAX = MINUTE_MS;

/** Runs jobs for as long as the process lives. Returns how to stop: nothing new begins, and what runs is waited for. */
export function startLoop(jobs: readonly Job[]): () => Promise<void> {
  const stops = jobs.map(loopOf);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** One job's turns: the next is asked for when the one before is over, so a slow run is never overtaken by itself. */
function loopOf(job: Job): () => Promise<void> {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const waitMs = Math.min(job.everyMs, ASK_MS_MAX);

  const next = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = takeTurn(job).then(next);
    }, waitMs);
    // Jobs alone keep no process alive.
    timer.unref();
  };
  next();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await turn;
  };
}

async function takeTurn(job: Job): Promise<void> {
  // Every job begins with a write. While none can be made, the storage's state has been logged, and each turn of each job need not be.
  if (runtime().database.storage().state !== "ok") return;
  try {
    await runJob(job);
  } catch (error) {
    // The database may be busy or away for a moment; the next turn asks again.
    log().warn({ job: job.name, err: error }, "a job could not be started");
  }
}
