import { eq } from "drizzle-orm";
import { bankLines } from "#db/schema/index.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { findMarks } from "./find-marks.ts";
import { loadNamedCandidates } from "./candidates.ts";
import { settleLine } from "./match-bank-line.ts";
import { createMatcher } from "./rank-matches.ts";
import { settlePayoutLine } from "./settle-payout-line.ts";
import { settleRefundLine } from "./settle-refund-line.ts";
import type { BankLine } from "./take-bank-line.ts";
import { toRankedLine } from "./to-ranked-line.ts";

/**
 * Settles a line by itself when there is no doubt: the reference of an order that asks for no less than came, the id that the school itself gave a
 * refund, or a provider's name with the amount of its payout. Anything else waits. What was settled already stays as it is, so that a file that was half loaded can be loaded again.
 */
// eslint-disable-next-line matricula/write-verbs-check -- `settleLine` and its like audit it.
export async function settleBankLine(ctx: WriteCtx, { lineId }: { lineId: string }): Promise<"matched" | "waiting"> {
  authorize(ctx, "bank.load", {});
  const [line] = await ctx.tx.select().from(bankLines).where(eq(bankLines.id, lineId));
  if (line?.state !== "waiting" || line.problem !== null) return line?.state === "matched" ? "matched" : "waiting";
  if ((await settleRefundLine(ctx, line)) || (await settlePayoutLine(ctx, line))) return "matched";
  const sure = await findSure(ctx, line);
  if (!sure) return "waiting";
  await settleLine(ctx, { lineId, parts: sure, isBySystem: true });
  return "matched";
}

async function findSure(ctx: WriteCtx, line: BankLine) {
  const ranked = toRankedLine(line);
  if (!ranked) return undefined;
  const { references } = findMarks(ranked);
  if (references.length === 0) return undefined;
  // Asked within the transaction: what the order asks for may have changed a moment ago.
  const candidates = await loadNamedCandidates(ctx.tx, { references, codes: [], numbers: [] });
  return createMatcher(candidates)(ranked).find(({ isSure }) => isSure)?.parts;
}
