import { perProcess } from "#db/per-process.ts";

const store = perProcess<{ isLeaving: boolean }>("leaving", () => ({ isLeaving: false }));

/** From now on this process tells whoever sends people here that it will end soon. */
export function announceLeaving(): void {
  store.isLeaving = true;
}

/** Whether it still answers, but asks that nobody new is sent here. */
export const isLeaving = (): boolean => store.isLeaving;
