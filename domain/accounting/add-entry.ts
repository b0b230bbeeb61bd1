import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";
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
  const { timezone } = await getSchoolSettings(ctx.tx);
  const refuse = (words: ReturnType<typeof message>) => new Refusal("invalid_input", { fields: { bookedOn: words } });
  if (entry.bookedOn > formatLocalDay(ctx.now, timezone)) throw refuse(message("fields.day_to_come"));
  if (findOpenDay(entry.bookedOn, await loadLastClosed(ctx.tx)) !== entry.bookedOn)
    throw refuse(message("fields.month_closed"));
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
