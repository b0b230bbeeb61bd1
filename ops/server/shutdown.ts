import { perProcess } from "#db/per-process.ts";

/** What a worker does after its last request: stop the jobs, close the database. */
type Step = () => Promise<void>;

const store = perProcess<{ current?: Step[] }>("closing", () => ({}));

/** Runs `step` after the last request; the step added last runs first. */
export function onShutdown(step: Step): void {
  store.current ??= [];
  store.current.unshift(step);
}

/** Runs every step, also after one that failed. Returns the errors. */
export async function runShutdownSteps(): Promise<unknown[]> {
  const failed: unknown[] = [];
  for (const step of store.current?.splice(0) ?? []) {
    try {
      await step();
    } catch (error) {
      failed.push(error);
    }
  }
  return failed;
}
