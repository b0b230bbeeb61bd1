import { eq } from "drizzle-orm";
import { bankLines } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import {
  canBe,
  findFault,
  findRefundById,
  findRefundsOfRun,
  isSameAmount,
  takeAsRefunds,
} from "./settle-refund-line.ts";
import type { BankLine } from "./take-bank-line.ts";

/**
 * Takes a line for a refund by transfer, or for all of a file for the bank (`runId`): money that went out says that it was sent, money that came in that it came back, also where
 * a person had marked that before. Refuses (`amount_mismatch`) another amount or currency, and (`wrong_state`) what cannot be sent, or return, as it stands, what another line says already,
 * and what no line may close: a refund of which no account is known, or that was asked for after the line's day.
 */
// eslint-disable-next-line matricula/write-verbs-check -- `takeAsRefunds` audits it, as it does for a line that settles by itself.
export async function matchBankRefund(
  ctx: WriteCtx,
  { lineId, ...which }: { lineId: string } & ({ refundId: string } | { runId: string }),
): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  const [line] = await ctx.tx.select().from(bankLines).where(eq(bankLines.id, lineId));
  const isRun = "runId" in which;
  const one = isRun ? undefined : await findRefundById(ctx, which.refundId);
  const found = isRun ? await findRefundsOfRun(ctx, which.runId) : one ? [one] : [];
  if (!line || found.length === 0) throw new Refusal("not_found");
  if (line.amountMinor === null) throw new Refusal("invalid_input", { words: message("bank.not_incoming") });
  if (!isSameAmount(line, found)) throw new Refusal("amount_mismatch");
  if (line.state !== "waiting" || !(await canBe(ctx.tx, found, line.amountMinor < 0))) throw new Refusal("wrong_state");
  const fault = await findFault(ctx.tx, line, { found, isRun });
  if (fault) throw new Refusal("wrong_state", { words: fault });
  const matchedBy = ctx.actor.type === "user" ? getActorId(ctx.actor) : null;
  return takeAsRefunds(ctx, line, { found, isRun, matchedBy });
}
