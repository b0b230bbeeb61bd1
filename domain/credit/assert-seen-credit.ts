import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getCreditMinor } from "./get-credit.ts";

/** Refuses (`amount_mismatch`) to give or take credit of which somebody has another amount, in minor units, than whoever does it was told. */
export async function assertSeenCredit(
  { tx }: Pick<StepCtx, "tx">,
  of: { userId: string; currency: string },
  seenMinor: number | undefined,
): Promise<void> {
  if (seenMinor === undefined || seenMinor === (await getCreditMinor(tx, of))) return;
  throw new Refusal("amount_mismatch", { words: message("refusals.credit_changed_meanwhile") });
}
