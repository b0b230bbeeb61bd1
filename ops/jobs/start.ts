import { config } from "#config";
import { JOBS } from "./list.ts";
import { startLoop } from "./loop.ts";

// On globalThis, because Next may evaluate this module several times in one process, and there is one loop a process.
const KEY = Symbol.for("matricula.jobs");
const store = globalThis as unknown as { [KEY]?: () => Promise<void> };

/** Begins the school's jobs in this process, once, unless they are switched off. They end when the process is told to stop. */
export function startJobs(): void {
  if (store[KEY] || !config().runsJobs) return;
  const stop = startLoop(JOBS);
  store[KEY] = stop;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}
