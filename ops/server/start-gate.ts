import { perProcess } from "#db/per-process.ts";

/** Says to a worker, when it is forked, that it is to wait at the gate. */
export const WAIT_AT_GATE = "--wait-at-gate";

type Gate = { open(): void; opened: Promise<void> };

const store = perProcess<{ current?: Gate; isMinded?: true }>("start-gate", () => ({}));

/** The process that minds this one has checked the school and migrated it, or does so before it opens the gate. */
export function setMinded(): void {
  store.isMinded = true;
}

/** Not so for `next start` alone. */
export const isMinded = (): boolean => store.isMinded === true;

/** From now on whoever comes to the gate waits there until it is opened. */
export function closeStartGate(): void {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  store.current = { open, opened };
}

export function openStartGate(): void {
  store.current?.open();
}

/**
 * Where a server process stands still before it touches the database for the first time, while the process that minds it still
 * checks the school and migrates it. Elsewhere nobody has closed it.
 */
export async function passStartGate(): Promise<void> {
  await store.current?.opened;
}
