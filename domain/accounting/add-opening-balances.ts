import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { toDecimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { checkEntryDay } from "./check-entry-day.ts";
import type { OpeningFields } from "./inputs.ts";
import { insertEntries } from "./insert-entries.ts";

/**
 * Enters what several accounts have on a day, in one entry: what the books of before ended with. Answers the entry's number. Refuses (`invalid_input`)
 * what does not come to zero, with the difference; one account alone; a day in a closed month, and one that has not come yet.
 */
export async function addOpeningBalances(
  ctx: WriteCtx,
  { bookedOn, currency, words, lines }: OpeningFields,
): Promise<number> {
  authorize(ctx, "accounting.edit", {});
  assertCurrency(currency);
  await checkEntryDay(ctx, bookedOn);
  const sides = lines.filter(({ amountMinor }) => amountMinor !== 0);
  if (sides.length < 2) throw new Refusal("invalid_input", { words: message("accounting.opening_needs_two") });
  checkBalance(sides, currency);
  const [seq] = await insertEntries(ctx, [
    {
      ...{ kind: "opening_balance", bookedOn, happenedOn: bookedOn, words },
      createdBy: ctx.actor.type === "user" ? ctx.actor.id : null,
      lines: sides.map((side) => ({ ...side, detail: "", currency })),
    },
  ]);
  if (seq === undefined) throw new Error("the entry was not written");
  const after = { kind: "opening_balance", bookedOn, currency, words, accounts: sides.map(({ account }) => account) };
  await audit(ctx, "accounting.edit", { type: "accounting_entry", id: String(seq) }, { after });
  return seq;
}

function checkBalance(sides: OpeningFields["lines"], currency: string): void {
  const sumOf = (isSide: (minor: number) => boolean) =>
    sides.reduce((sum, { amountMinor }) => sum + (isSide(amountMinor) ? Math.abs(amountMinor) : 0), 0);
  const [debitMinor, creditMinor] = [sumOf((minor) => minor > 0), sumOf((minor) => minor < 0)];
  if (debitMinor === creditMinor) return;
  const amount = (minor: number) => `${currency} ${toDecimal({ minor, currency })}`;
  throw new Refusal("invalid_input", {
    words: message("accounting.opening_off", {
      ...{ debit: amount(debitMinor), credit: amount(creditMinor) },
      difference: amount(Math.abs(debitMinor - creditMinor)),
    }),
  });
}
