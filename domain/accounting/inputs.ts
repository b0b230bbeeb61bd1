import { z } from "zod";
import { ACCOUNTS } from "#db/enums.ts";
import { issue } from "#messages/message.ts";
import { createLineInput } from "../kernel/text-inputs.ts";

const [FIRST_YEAR, LAST_YEAR] = ["1995", "2199"];
/** The years of which the school can have accounts. */
export const PERIOD_YEARS = { first: FIRST_YEAR, last: LAST_YEAR };

/** A month of the accounts: `2026-11`. */
export const Period = z.string().regex(/^(?:199[5-9]|20\d\d|21\d\d)-(?:0[1-9]|1[0-2])$/, issue("fields.month_example"));

const Account = z.enum(ACCOUNTS, issue("fields.choose_from_list"));

const Entry = z.strictObject({
  bookedOn: z.iso.date().refine((day) => day >= FIRST_YEAR && day <= `${LAST_YEAR}-12-31`, {
    message: issue("fields.tax_year_range", { first: FIRST_YEAR, last: LAST_YEAR }),
  }),
  debit: Account,
  credit: Account,
  amountMinor: z.number().int().min(1, issue("fields.amount_above_zero")).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().regex(/^[A-Z]{3}$/, issue("fields.currency_example")),
  words: createLineInput(300).min(1, issue("fields.entry_words_needed")),
});

/** What several accounts have on a day, in one currency: debits positive, credits negative, in minor units; together zero. */
export const OpeningFields = Entry.pick({ bookedOn: true, currency: true, words: true }).extend({
  lines: z
    .array(z.strictObject({ account: Account, amountMinor: z.number().int() }))
    .min(1)
    .max(2 * ACCOUNTS.length),
});
export type OpeningFields = z.output<typeof OpeningFields>;

/** What no field can say alone. */
function checkSides({ debit, credit }: { debit: string; credit: string }, problem: z.core.$RefinementCtx): void {
  if (debit !== credit) return;
  problem.addIssue({ code: "custom", path: ["credit"], message: issue("fields.account_twice") });
}

/** An entry made by hand. Amounts in minor units; the day by the school's clock. */
export const EntryFields = Entry.superRefine(checkSides);
export type EntryFields = z.output<typeof EntryFields>;

/** The same as somebody types it: the amount in figures. */
export const TypedEntry = z
  .object({ ...Entry.omit({ amountMinor: true }).shape, amount: z.string().trim().max(60) })
  .superRefine(checkSides);
