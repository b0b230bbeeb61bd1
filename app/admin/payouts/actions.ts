"use server";

import { z } from "zod";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { isAllowed } from "#domain/policy.ts";
import { cancelPayoutRun } from "#domain/payouts/cancel-payout-run.ts";
import { markPayoutRunSent } from "#domain/payouts/mark-payout-run-sent.ts";
import { removeFromPayoutRun } from "#domain/payouts/remove-from-payout-run.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";
import { requestRefundAccount } from "#domain/refunds/request-refund-account.ts";
import { createRunFromSchoolAccount } from "#services/payments/payout-file.ts";

const Id = z.string().max(60);

const path = (runId: string) => `/admin/payouts/${runId}`;

const Create = z.object({ currency: z.string().regex(/^[A-Z]{3}$/), confirmPassword: ConfirmPasswordInput });

export const createRunAction = action(Create, async (command, { currency, confirmPassword }) => {
  const { actor, requestId } = await requirePassword(command, confirmPassword);
  const { id } = await createRunFromSchoolAccount({ actor, requestId }, currency);
  await redirectDone(path(id), "payout-created");
});

export const askAccountAction = action(z.object({ refundId: Id }), async ({ write }, input) => {
  await write((ctx) => requestRefundAccount(ctx, input));
  await redirectDone("/admin/payouts?status=account_missing", "refund-account-asked");
});

/** Shows who it is again, after which the page has the link to the file. */
export const confirmAction = action(
  z.object({ runId: Id, confirmPassword: ConfirmPasswordInput }),
  async (command, { runId, confirmPassword }) => {
    if (!isAllowed(command.actor, "payout.list")) throw new Refusal("forbidden");
    await requirePassword(command, confirmPassword);
    await redirectDone(path(runId), "payout-unlocked");
  },
);

const Run = z.object({ runId: Id });

export const markRunSentAction = action(Run, async ({ write }, input) => {
  await write((ctx) => markPayoutRunSent(ctx, input));
  await redirectDone(path(input.runId), "payout-sent");
});

export const cancelRunAction = action(Run.extend({ why: ReasonInput }), async ({ write }, input) => {
  await write((ctx) => cancelPayoutRun(ctx, input));
  await redirectDone(path(input.runId), "payout-cancelled");
});

export const removeAction = action(Run.extend({ refundId: Id }), async ({ write }, input) => {
  await write((ctx) => removeFromPayoutRun(ctx, input));
  await redirectDone(path(input.runId), "payout-removed");
});

const Sent = Run.extend({ refundId: Id, holder: z.string().max(140), iban: z.string().max(60) });

export const markOneSentAction = action(Sent, async ({ write }, { runId, ...sent }) => {
  await write((ctx) => markRefundSent(ctx, sent));
  await redirectDone(path(runId), "refund-sent");
});
