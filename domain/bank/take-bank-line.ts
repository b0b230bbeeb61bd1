import { and, eq, isNotNull } from "drizzle-orm";
import { bankLines } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";

export type BankLine = typeof bankLines.$inferSelect;

/** Moves a line from one state to another, whoever else tries the same. Refuses (`not_found`, `wrong_state`), and (`invalid_input`) to match one whose amount could not be read. */
export async function takeBankLine(
  ctx: StepCtx,
  lineId: string,
  from: BankLine["state"],
  to: BankLine["state"],
  set: Partial<BankLine> = {},
): Promise<BankLine> {
  const isPerson = ctx.actor.type === "user";
  const decided =
    to === "waiting"
      ? { decidedAt: null, decidedBy: null }
      : { decidedAt: ctx.now, decidedBy: isPerson ? getActorId(ctx.actor) : null };
  const [line] = await ctx.tx
    .update(bankLines)
    .set({ ...set, ...decided, state: to })
    .where(
      and(
        ...[eq(bankLines.id, lineId), eq(bankLines.state, from)],
        to === "matched" ? isNotNull(bankLines.amountMinor) : undefined,
      ),
    )
    .returning();
  if (line) return line;
  const { state, amountMinor } = bankLines;
  const [known] = await ctx.tx.select({ state, amountMinor }).from(bankLines).where(eq(bankLines.id, lineId));
  if (known?.state === from) throw new Refusal("invalid_input", { words: message("bank.no_amount") });
  throw new Refusal(known ? "wrong_state" : "not_found");
}
