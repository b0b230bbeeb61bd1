"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { addEntry } from "#domain/accounting/add-entry.ts";
import { closePeriod } from "#domain/accounting/close-period.ts";
import { Period, TypedEntry } from "#domain/accounting/inputs.ts";
import { reopenPeriod } from "#domain/accounting/reopen-period.ts";
import { reverseEntry } from "#domain/accounting/reverse-entry.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

const HERE = "/admin/accounting";

export const addEntryAction = action(TypedEntry, async ({ write }, { amount, ...entry }) => {
  const read = readAmount(amount, entry.currency);
  if ("problem" in read) throw new Refusal("invalid_input", { fields: { amount: read.problem } });
  const seq = await write((ctx) => addEntry(ctx, { ...entry, amountMinor: read.minor }));
  await redirectDone(`${HERE}/entries/${seq}`, "entry-added");
});

export const reverseEntryAction = action(
  z.object({ seq: z.string().regex(/^\d{1,15}$/), why: ReasonInput }),
  async ({ write }, { seq, why: reason }) => {
    const reversal = await write((ctx) => reverseEntry(ctx, { seq: Number(seq), reason }));
    await redirectDone(`${HERE}/entries/${reversal}`, "entry-reversed");
  },
);

export const closePeriodAction = action(z.object({ period: Period }), async ({ write }, input) => {
  await write((ctx) => closePeriod(ctx, input));
  await redirectDone(HERE, "period-closed");
});

export const reopenPeriodAction = action(
  z.object({ period: Period, why: ReasonInput }),
  async ({ write }, { period, why: reason }) => {
    await write((ctx) => reopenPeriod(ctx, { period, reason }));
    await redirectDone(HERE, "period-reopened");
  },
);
