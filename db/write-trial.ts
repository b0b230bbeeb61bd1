import { sql } from "drizzle-orm";
import { counters } from "./schema/index.ts";
import type { Tx } from "./types.ts";

/** The trial write: updates a number in its own row. */
const TRIAL = "storage-trial";

/** A write of our own, small and durable: its success means that others will succeed. */
export async function writeTrial(tx: Tx): Promise<void> {
  const again = { target: counters.name, set: { value: sql`${counters.value} + 1` } };
  await tx.insert(counters).values({ name: TRIAL, value: 1 }).onConflictDoUpdate(again);
}
