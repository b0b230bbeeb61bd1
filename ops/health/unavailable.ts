import { findOverload } from "#db/errors.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { message } from "#messages/message.ts";
import { isDatabaseUnavailable } from "./readable.ts";

/** When a database that could not be read is worth another try. */
const UNREADABLE_SECONDS = 15;

/**
 * What whoever asks is told when the database could not be read: it is busy, or away, or in trouble, and none of that is broken code. They
 * come back, as they do for a write. Undefined for every other error.
 */
export function toUnavailable(error: unknown): Refusal | undefined {
  const overload = findOverload(error);
  if (overload) return new Refusal("overloaded", { retryAfterSeconds: overload.retryAfterSeconds, cause: error });
  if (!isDatabaseUnavailable(error)) return undefined;
  const words = message("refusals.unreadable");
  return new Refusal("storage", { words, retryAfterSeconds: UNREADABLE_SECONDS, cause: error });
}
