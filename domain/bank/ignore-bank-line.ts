import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/** Says that a line is no money of an order (interest, rent, a grant), and why. Refuses (`wrong_state`) one that does not wait. */
export async function ignoreBankLine(
  ctx: WriteCtx,
  { lineId, why }: { lineId: string; why: string },
): Promise<BankLine> {
  authorize(ctx, "bank.ignore", {});
  const line = await takeBankLine(ctx, lineId, "waiting", "ignored", { ignoredReason: why });
  await audit(
    ctx,
    "bank.ignore",
    { type: "bank_line", id: lineId },
    { before: { state: "waiting" }, after: { state: "ignored", why } },
  );
  return line;
}
