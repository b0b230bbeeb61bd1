import { eq } from "drizzle-orm";
import { bankLines } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findRefundById, settleRefund } from "./settle-refund-line.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/**
 * Takes a line for a refund by transfer: money that went out says that it was sent, money that came in that it came back. Refuses (`amount_mismatch`) a refund of another
 * amount or currency, and (`wrong_state`) one that cannot be sent, or return, as it stands.
 */
export async function matchBankRefund(
  ctx: WriteCtx,
  { lineId, refundId }: { lineId: string; refundId: string },
): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  const [line] = await ctx.tx.select().from(bankLines).where(eq(bankLines.id, lineId));
  const found = line && (await findRefundById(ctx, refundId));
  if (!line || !found) throw new Refusal("not_found");
  const { refund } = found;
  if (line.amountMinor === null) throw new Refusal("invalid_input", { words: message("bank.not_incoming") });
  const isOut = line.amountMinor < 0;
  if (Math.abs(line.amountMinor) !== refund.amountMinor || line.currency !== refund.currency)
    throw new Refusal("amount_mismatch");
  const states = isOut ? ["requested", "submitted", "done"] : ["done"];
  if (!states.includes(refund.state)) throw new Refusal("wrong_state");
  const taken = await takeBankLine(ctx, lineId, "waiting", "matched", { problem: null });
  await settleRefund(ctx, line, found, { isOut, isSentByRun: false });
  const after = { state: "matched", refunds: [refund.id] };
  await audit(ctx, "bank.match", { type: "bank_line", id: lineId }, { before: { state: "waiting" }, after });
  return taken;
}
