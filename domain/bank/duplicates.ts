import { and, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { bankLines, bankMatches } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/** SQL, of matches: one that says of its line that another line has said it already. */
export const isLiveDuplicate: SQL | undefined = and(eq(bankMatches.kind, "duplicate"), isNull(bankMatches.undoneAt));

/** The step of noting that lines say what others have said: the sum of a batch and its payments are one movement of the account, and are booked once. */
export async function addDuplicates(ctx: StepCtx, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  const lines = await ctx.tx
    .select({ lineId: bankLines.id, amountMinor: bankLines.amountMinor, currency: bankLines.currency })
    .from(bankLines)
    .where(inArray(bankLines.id, [...lineIds]));
  const rows = lines.flatMap(({ amountMinor, ...line }) =>
    amountMinor
      ? [
          {
            ...{ ...line, id: createId("bankMatch"), kind: "duplicate" as const, amountMinor: Math.abs(amountMinor) },
            ...{ hasMoved: false, createdAt: ctx.now },
          },
        ]
      : [],
  );
  if (rows.length > 0) await ctx.tx.insert(bankMatches).values(rows);
}
