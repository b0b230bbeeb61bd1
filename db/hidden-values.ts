import { inspect } from "node:util";

const NOT_SHOWN = "not shown";
const property = { value: () => NOT_SHOWN, enumerable: false };
/** By these three an array is written: into a text, as JSON, and to a console. */
const PROPERTIES = { toString: property, toJSON: property, [inspect.custom]: property };

/**
 * Keeps the values of a statement out of every message and log: drizzle writes them into the error of one that fails, and they may be
 * addresses, hashes of passwords and links that open an account. The driver reads them as before.
 */
export function hideValues(values: unknown[]): void {
  Object.defineProperties(values, PROPERTIES);
}

/** PostgreSQL repeats the values of a row that broke a rule, and says where, beside its message. */
export function hideDetail(error: unknown): void {
  if (typeof error !== "object" || error === null) return;
  for (const name of ["detail", "where"]) if (name in error) Reflect.deleteProperty(error, name);
}
