import { eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { counters } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { StepCtx } from "./command.ts";

const NAME = "catalogue";

const queries = perClient((read: Reader) => ({
  value: read.select({ value: counters.value }).from(counters).where(eq(counters.name, NAME)).prepare(),
}));

/**
 * The version of everything that public pages show. A cached page is good as long as the version it was rendered at is
 * still the version in the database, whichever process made the page or the change.
 */
export async function getCatalogueVersion(read: Reader): Promise<number> {
  const [row] = await queries(read).value.execute();
  return row?.value ?? 0;
}

/** Called by every write that changes what a public page shows, in its transaction. */
export async function bumpCatalogueVersion(ctx: StepCtx): Promise<void> {
  await ctx.tx
    .insert(counters)
    .values({ name: NAME, value: 1 })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } });
}
