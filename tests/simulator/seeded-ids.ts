import { createHash } from "node:crypto";
import type { IdSource } from "#domain/kernel/ids.ts";

/** Ids that are the same each time: the how manieth of their kind it is. What else is made meanwhile changes nothing in them. */
export function createSeededIds(): IdSource {
  const made = new Map<string, number>();
  const next = (kind: string) => {
    const number = (made.get(kind) ?? 0) + 1;
    made.set(kind, number);
    return number;
  };
  return {
    nextHex: (kind) => `${next(kind).toString(16).padStart(12, "0")}70008000000000000000`,
    draw: (bytes) =>
      createHash("sha256")
        .update(`code ${next("code")}`)
        .digest()
        .subarray(0, bytes),
  };
}
