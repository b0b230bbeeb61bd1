import { message } from "#messages/message.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { readAmount } from "../kernel/read-amount.ts";
import { Refusal } from "../kernel/refusal.ts";

/** An order by its code, and how much of a line is for it, in minor units. */
export type TypedPart = { code: string; amountMinor: number };

/**
 * Which orders a line is split over, as a person types it: one a line, its code and its amount (`7QK2MNP 240.00`). A single code without an amount is all of it.
 * Refuses (`invalid_input`) a line that is neither, by its number.
 */
export function parseParts(typed: string, total: { minor: number; currency: string }): TypedPart[] {
  const lines = typed
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.map((line, at) => {
    const [, code = "", amount] = /^([\p{L}\p{N}-]{1,20})(?:[\s:=]+(.+))?$/u.exec(line) ?? [];
    const read =
      amount === undefined && lines.length === 1 ? { minor: total.minor } : readAmount(amount ?? "", total.currency);
    if (code === "" || !("minor" in read)) {
      const why = "problem" in read ? read.problem : message("bank.part_unreadable");
      throw new Refusal("invalid_input", { fields: { parts: message("bank.part_wrong", { line: at + 1, why }) } });
    }
    return { code: compactCode(code), amountMinor: read.minor };
  });
}
