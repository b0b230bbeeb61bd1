import type { CreditEntryKind } from "#db/enums.ts";
import { creditEntries } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { PostingLine } from "../ledger/post-journal.ts";

/** Whose credit changes, by how much (minor units, more than nothing), and what it is about. */
export type CreditMove = {
  userId: string;
  currency: string;
  amountMinor: number;
  kind: CreditEntryKind;
  orderId?: string;
  paymentId?: string;
  reason?: string;
};

/** The drawers from which money becomes credit, or to which it goes: their amounts add up to that of the move, in minor units. */
export type Against = readonly Pick<PostingLine, "account" | "detail" | "amountMinor">[];

/** Writes what has changed in somebody's credit, and gives back the entry's id. */
export async function insertCreditEntry(ctx: StepCtx, move: CreditMove, amountMinor: number): Promise<string> {
  const { userId, currency, kind, orderId = null, paymentId = null, reason = "" } = move;
  const id = createId("creditEntry");
  await ctx.tx.insert(creditEntries).values({
    ...{ id, userId, currency, kind, amountMinor, orderId, paymentId, reason },
    createdBy: getActorId(ctx.actor),
    createdAt: ctx.now,
  });
  return id;
}
