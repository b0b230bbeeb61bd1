import { perProcess } from "#db/per-process.ts";

/** What a server process still does after its last request: end its jobs, close its database. */
type Step = () => Promise<void>;

const store = perProcess<{ current?: Step[] }>("closing", () => ({}));

/** Has `step` done when the last request was answered; what was said last is done first. */
export function onShutdown(step: Step): void {
  store.current ??= [];
  store.current.unshift(step);
}

/** Does every step, also after one that failed. Gives what failed. */
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
