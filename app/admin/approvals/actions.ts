"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { declineRefund } from "#domain/refunds/decline-refund.ts";
import { approveAndSendRefund, approveCohortRefunds } from "#services/payments/refund.ts";

const AT = "/admin/approvals?approval=awaited";
const RefundId = z.string().max(60);

export const approveRefundAction = action(
  z.object({ refundId: RefundId, confirmPassword: ConfirmPasswordInput }),
  async (command, { refundId, confirmPassword }) => {
    const { actor, requestId } = await requirePassword(command, confirmPassword);
    const state = await approveAndSendRefund({ actor, requestId }, { refundId });
    await redirectDone(AT, state === "failed" ? "refund-failed" : "refund-approved");
  },
);

export const declineRefundAction = action(
  z.object({ refundId: RefundId, why: ReasonInput }),
  async ({ write }, input) => {
    await write((ctx) => declineRefund(ctx, input));
    await redirectDone(AT, "refund-declined");
  },
);

export const approveCohortRefundsAction = action(
  z.object({ cohortId: z.string().max(60), confirmPassword: ConfirmPasswordInput }),
  async (command, { cohortId, confirmPassword }) => {
    const { actor, requestId } = await requirePassword(command, confirmPassword);
    await approveCohortRefunds({ actor, requestId }, { cohortId });
    await redirectDone(AT, "refund-approved");
  },
);
