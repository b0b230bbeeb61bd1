/** What a server process still does after its last request: end its jobs, close its database. */
type Step = () => Promise<void>;

// On globalThis, because Next evaluates modules of its own beside those that the server process has loaded.
const KEY = Symbol.for("matricula.closing");
const store = globalThis as unknown as { [KEY]?: Step[] };

/** Has `step` done when the last request was answered; what was said last is done first. */
export function onShutdown(step: Step): void {
  store[KEY] ??= [];
  store[KEY].unshift(step);
}

/** Does every step, also after one that failed. Gives what failed. */
export async function runShutdownSteps(): Promise<unknown[]> {
  const failed: unknown[] = [];
  for (const step of store[KEY]?.splice(0) ?? []) {
    try {
      await step();
    } catch (error) {
      failed.push(error);
    }
  }
  return failed;
}
