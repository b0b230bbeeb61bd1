"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { approveRenewal } from "#domain/access/approve-renewal.ts";
import { declineRenewal } from "#domain/access/decline-renewal.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { ExtentForm } from "#domain/access/inputs.ts";

/** What still waits, where the next one is. */
const WAITING = "/admin/renewals";

const Renewal = z.object({ renewalId: z.string().max(60) });

export const approveRenewalAction = action(
  Renewal.extend({ days: ExtentForm.days, answer: createTextInput(1_000).optional() }),
  async ({ write }, input) => {
    await write((ctx) => approveRenewal(ctx, input));
    await redirectDone(WAITING, "renewal-approved");
  },
);

export const declineRenewalAction = action(Renewal.extend({ why: ReasonInput }), async ({ write }, input) => {
  await write((ctx) => declineRenewal(ctx, { renewalId: input.renewalId, answer: input.why }));
  await redirectDone(WAITING, "renewal-declined");
});
