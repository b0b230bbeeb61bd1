import { config } from "#config/config.ts";
import { tracer } from "#db/tracer.ts";
import { onShutdown } from "#ops/server/shutdown.ts";
import { runtime } from "#runtime";
import { JOBS } from "./list.ts";
import { startSealing } from "./seal-chains.ts";
import { startLoop } from "./loop.ts";
import { perProcess } from "#db/per-process.ts";

const store = perProcess<{ current?: () => Promise<void> }>("jobs", () => ({}));

/**
 * Begins the school's jobs in this process, once, unless they are switched off. None begins any more when the process is told to
 * stop; when its last request was answered, those that run are waited for, and the database is closed.
 */
export function startJobs(): void {
  if (store.current) return;
  const stop = startLoop(config().runsJobs ? JOBS : []);
  const stopSealing = startSealing();
  store.current = stop;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
  onShutdown(async () => {
    await stop();
    await stopSealing();
    // What they did is sent before the database is closed: who still looks at it then would call it broken.
    await tracer()?.end();
    await runtime().database.close();
  });
}
