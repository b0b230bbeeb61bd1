"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { declineWithdrawal } from "#domain/checkout/decline-withdrawal.ts";
import { acceptAndRefund } from "#services/payments/refund.ts";
import { getAcceptedDone } from "./accepted-done.ts";

const AT = "/admin/withdrawals?state=open";
const Id = z.string().max(60);

export const acceptWithdrawalAction = action(
  z.object({ withdrawalId: Id, confirmPassword: ConfirmPasswordInput }),
  async (command, { withdrawalId, confirmPassword }) => {
    const { actor, requestId } = await requirePassword(command, confirmPassword);
    const states = await acceptAndRefund({ actor, requestId }, { withdrawalId });
    await redirectDone(AT, getAcceptedDone(actor, states));
  },
);

export const declineWithdrawalAction = action(
  z.object({ withdrawalId: Id, why: ReasonInput }),
  async ({ write }, input) => {
    await write((ctx) => declineWithdrawal(ctx, input));
    await redirectDone(AT, "withdrawal-declined");
  },
);
