import type { RankedLine } from "./rank-matches.ts";
import type { BankLine } from "./take-bank-line.ts";

/** What is ranked of a line: money that came in. Undefined for one that went out, or whose amount is not known. */
export function toRankedLine(line: BankLine): RankedLine | undefined {
  const { amountMinor, currency, name, reference, endToEndId, text } = line;
  if (amountMinor === null || amountMinor <= 0) return undefined;
  const isPlain =
    line.problem === null &&
    !line.isReversal &&
    line.returnReason === null &&
    line.batchCount === null &&
    line.foreign === null;
  return { amountMinor, currency, name, reference, endToEndId, text, isPlain };
}
