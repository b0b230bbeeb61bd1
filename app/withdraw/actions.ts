"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { openWithdrawal, sealWithdrawal } from "#domain/checkout/seal-withdrawal.ts";
import { createId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { createLineInput } from "#domain/kernel/text-inputs.ts";
import { issue } from "#messages/message.ts";
import { pathFromForm } from "#messages/page-path.ts";
import { runtime } from "#runtime";
import { declareWithdrawal } from "#services/withdrawals/declare-withdrawal.ts";

const Identified = z.object({
  code: createLineInput(40).min(1, issue("withdrawals.code_missing")),
  name: PersonNameInput,
  email: EmailInput,
});

const stepPath = (sealed: string) => pathFromForm(`/withdraw/${sealed}`);

/** The first step: nothing is kept, and nothing is looked up. */
export const identifyAction = action(Identified, async (_command, typed) => {
  redirect(stepPath(sealWithdrawal({ step: "draft", id: createId("withdrawal"), ...typed }, runtime().secret)));
});

/** The second step: from now on it is declared. */
export const confirmAction = action(
  z.object({ sealed: z.string().max(2_000) }),
  async ({ actor, requestId, address }, { sealed }) => {
    const { secret } = runtime();
    const draft = openWithdrawal(sealed, secret);
    if (draft?.step !== "draft") throw new Refusal("not_found");
    const { id } = await declareWithdrawal({ actor, requestId, address }, draft);
    const isRepeat = id !== draft.id;
    redirect(stepPath(sealWithdrawal({ step: "receipt", id, isRepeat }, secret)));
  },
);
