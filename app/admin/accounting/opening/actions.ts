"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ACCOUNTS } from "#db/enums.ts";
import { addOpeningBalances } from "#domain/accounting/add-opening-balances.ts";
import { OpeningFields } from "#domain/accounting/inputs.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import type { Said } from "#messages/message.ts";

const SIDES = ["debit", "credit"] as const;
const { bookedOn, currency, words } = OpeningFields.shape;
const amounts = Object.fromEntries(
  ACCOUNTS.flatMap((account) => SIDES.map((side) => [`${side}.${account}`, z.string().trim().max(60).default("")])),
);

/** Each account has two fields, `debit.bank` and `credit.bank`; what is left empty is nothing. */
export const addOpeningAction = action(
  z.object({ bookedOn, currency, words }).catchall(z.string()).and(z.object(amounts)),
  async ({ write }, typed) => {
    const lines = readLines(typed as Record<string, string>, typed.currency);
    const seq = await write((ctx) =>
      addOpeningBalances(ctx, { bookedOn: typed.bookedOn, currency: typed.currency, words: typed.words, lines }),
    );
    await redirectDone(`/admin/accounting/entries/${seq}`, "entry-added");
  },
);

function readLines(typed: Record<string, string>, of: string): OpeningFields["lines"] {
  const fields: Record<string, Said> = {};
  const lines = ACCOUNTS.flatMap((account) =>
    SIDES.flatMap((side) => {
      const name = `${side}.${account}`;
      const text = typed[name] ?? "";
      if (text === "") return [];
      const read = readAmount(text, of);
      if ("minor" in read) return [{ account, amountMinor: side === "debit" ? read.minor : 0 - read.minor }];
      fields[name] = read.problem;
      return [];
    }),
  );
  if (Object.keys(fields).length > 0) throw new Refusal("invalid_input", { fields });
  return lines;
}
