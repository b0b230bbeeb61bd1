import { and, eq } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";

/** The language of the page on which somebody withdrew, as their receipt has kept it: they are answered in it. Null for the school's own. */
export async function getWithdrawalLanguage(tx: Tx, withdrawalId: string): Promise<string | null> {
  const [receipt] = await tx
    .select({ language: outbox.language })
    .from(outbox)
    .where(and(eq(outbox.kind, "withdrawal_received"), eq(outbox.dedupeKey, withdrawalId)));
  return receipt?.language ?? null;
}
