import { Refusal } from "#domain/kernel/refusal.ts";

const RETRY_SECONDS = 60;

// On globalThis, because Next may evaluate this module several times in one process.
const KEY = Symbol.for("matricula.payments-off");
const store = globalThis as unknown as { [KEY]?: boolean };

/** Whether payments are off in this process, because nobody has looked yet why the database is older than it was. */
export const arePaymentsOff = (): boolean => store[KEY] ?? false;

/** Set by whoever compares the database with its checkpoint (ops/health/payments-off.ts). */
export function setPaymentsOff(isOff: boolean): void {
  store[KEY] = isOff;
}

/** Refuses with `payments_off` while they are. */
export function refuseWhilePaymentsAreOff(): void {
  if (arePaymentsOff()) throw new Refusal("payments_off", { retryAfterSeconds: RETRY_SECONDS });
}
