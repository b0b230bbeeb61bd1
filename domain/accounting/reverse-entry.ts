import { eq } from "drizzle-orm";
import { accountingEntries, accountingLines } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";
import { insertEntries } from "./insert-entries.ts";

/** As long as the text of an entry. */
const WORDS_MAX = 300;

/** What somebody has entered, and somebody can take back. All else follows what happened, and is put right there. */
export const REVERSIBLE: readonly string[] = ["by_hand", "opening_balance"];

/**
 * Takes back an entry that was made by hand, by one with the sides exchanged, on its own day or in the first open month after it. Answers
 * the number of the new entry. Refuses (`wrong_state`) what no hand has made, a reversal, and what was reversed before.
 */
export async function reverseEntry(ctx: WriteCtx, { seq, reason }: { seq: number; reason: string }): Promise<number> {
  authorize(ctx, "accounting.edit", {});
  const [entry] = await ctx.tx.select().from(accountingEntries).where(eq(accountingEntries.seq, seq));
  if (!entry) throw new Refusal("not_found");
  if (!REVERSIBLE.includes(entry.kind)) throw new Refusal("wrong_state", { words: message("accounting.not_by_hand") });
  const [reversed] = await ctx.tx
    .select({ seq: accountingEntries.seq })
    .from(accountingEntries)
    .where(eq(accountingEntries.reversesSeq, seq));
  if (reversed) throw new Refusal("wrong_state", { words: message("accounting.reversed_already") });
  const lines = await ctx.tx.select().from(accountingLines).where(eq(accountingLines.entrySeq, seq));
  const closed = await loadLastClosed(ctx.tx);
  const [added] = await insertEntries(ctx, [
    {
      ...{
        kind: "reversal",
        reversesSeq: seq,
        // The audit log keeps all of it.
        words: [...reason].slice(0, WORDS_MAX).join(""),
        createdBy: ctx.actor.type === "user" ? ctx.actor.id : null,
      },
      ...{ bookedOn: findOpenDay(entry.bookedOn, closed), happenedOn: entry.bookedOn },
      lines: lines.map(({ account, detail, amountMinor, currency }) => ({
        ...{ account, detail, currency },
        amountMinor: -amountMinor,
      })),
    },
  ]);
  if (added === undefined) throw new Error("the entry was not written");
  const after = { reverses: seq, reason };
  await audit(ctx, "accounting.edit", { type: "accounting_entry", id: String(added) }, { after });
  return added;
}
