import { Refusal } from "#domain/kernel/refusal.ts";
import { perProcess } from "#db/per-process.ts";

const RETRY_SECONDS = 60;

const store = perProcess<{ current?: boolean }>("payments-off", () => ({}));

/** Whether payments are off in this process, because nobody has looked yet why the database is older than it was. */
export const arePaymentsOff = (): boolean => store.current ?? false;

/** Set by whoever compares the database with its checkpoint (ops/health/payments-off.ts). */
export function setPaymentsOff(isOff: boolean): void {
  store.current = isOff;
}

/** Refuses with `payments_off` while they are. */
export function refuseWhilePaymentsAreOff(): void {
  if (arePaymentsOff()) throw new Refusal("payments_off", { retryAfterSeconds: RETRY_SECONDS });
}
