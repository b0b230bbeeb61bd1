import { config } from "#config/config.ts";
import { tracer } from "#db/tracer.ts";
import { onShutdown } from "#ops/server/shutdown.ts";
import { runtime } from "#runtime";
import { JOBS } from "./list.ts";
import { startLoop } from "./loop.ts";

// On globalThis, because Next may evaluate this module several times in one process, and there is one loop a process.
const KEY = Symbol.for("matricula.jobs");
const store = globalThis as unknown as { [KEY]?: () => Promise<void> };

/**
 * Begins the school's jobs in this process, once, unless they are switched off. None begins any more when the process is told to
 * stop; when its last request was answered, those that run are waited for, and the database is closed.
 */
export function startJobs(): void {
  if (store[KEY]) return;
  const stop = startLoop(config().runsJobs ? JOBS : []);
  store[KEY] = stop;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
  onShutdown(async () => {
    await stop();
    // What they did is sent before the database is closed: who still looks at it then would call it broken.
    await tracer()?.end();
    await runtime().database.close();
  });
}
