import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { checkEntryDay } from "./check-entry-day.ts";
import type { EntryFields } from "./inputs.ts";
import { insertEntries } from "./insert-entries.ts";

/**
 * Enters by hand what no order brings: an opening balance (one side of it is the opening account), bank charges, what went to the tax office.
 * Answers the entry's number. Refuses a day in a closed month, and one that has not come yet.
 */
export async function addEntry(ctx: WriteCtx, { debit, credit, amountMinor, ...entry }: EntryFields): Promise<number> {
  authorize(ctx, "accounting.edit", {});
  assertCurrency(entry.currency);
  if (amountMinor === 0)
    throw new Refusal("invalid_input", { fields: { amount: message("fields.amount_above_zero") } });
  await checkEntryDay(ctx, entry.bookedOn);
  const kind = debit === "opening" || credit === "opening" ? "opening_balance" : "by_hand";
  const { currency, words, bookedOn } = entry;
  const [seq] = await insertEntries(ctx, [
    {
      ...{ kind, bookedOn, happenedOn: bookedOn, words, createdBy: ctx.actor.type === "user" ? ctx.actor.id : null },
      lines: [
        { account: debit, detail: "", amountMinor, currency },
        { account: credit, detail: "", amountMinor: -amountMinor, currency },
      ],
    },
  ]);
  if (seq === undefined) throw new Error("the entry was not written");
  const after = { kind, bookedOn, debitAccount: debit, creditAccount: credit, amountMinor, currency, words };
  await audit(ctx, "accounting.edit", { type: "accounting_entry", id: String(seq) }, { after });
  return seq;
}
