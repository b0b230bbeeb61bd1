"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { cancelClaimLink } from "#domain/checkout/cancel-claim-link.ts";
import { reassignClaimLink } from "#domain/checkout/reassign-claim-link.ts";
import { ClaimEmailForm, ClaimNameInput } from "#domain/claim-links/inputs.ts";
import { renewClaimLink } from "#domain/claim-links/renew-claim-link.ts";
import { sendClaimLink } from "#domain/claim-links/send-claim-link.ts";
import { withdrawClaimLink } from "#domain/claim-links/withdraw-claim-link.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { sendRefunds } from "#services/payments/refund.ts";

const Place = z.object({ code: z.string().max(20), claimLinkId: z.string().max(60) });

const redirectToOrder = (code: string, done: DoneKey) => redirectDone(`/admin/orders/${code}`, done);

export const sendClaimLinkAction = action(Place, async ({ write }, { code, claimLinkId }) => {
  await write((ctx) => sendClaimLink(ctx, { claimLinkId }));
  await redirectToOrder(code, "claim-link-sent");
});

export const withdrawClaimLinkAction = action(Place, async ({ write }, { code, claimLinkId }) => {
  await write((ctx) => withdrawClaimLink(ctx, { claimLinkId }));
  await redirectToOrder(code, "claim-link-withdrawn");
});

export const renewClaimLinkAction = action(Place, async ({ write }, { code, claimLinkId }) => {
  await write((ctx) => renewClaimLink(ctx, { claimLinkId }));
  await redirectToOrder(code, "claim-link-renewed");
});

/** The reason is asked of a place that somebody has claimed; its student reads it. */
export const reassignClaimLinkAction = action(
  Place.extend({ name: ClaimNameInput, email: ClaimEmailForm, why: createTextInput(500).default("") }),
  async ({ write }, { code, ...place }) => {
    await write((ctx) => reassignClaimLink(ctx, place));
    await redirectToOrder(code, "claim-link-reassigned");
  },
);

export const cancelClaimLinkAction = action(
  Place.extend({ why: ReasonInput, refund: z.enum(["now", "review"]).optional() }),
  async ({ write }, { code, ...place }) => {
    await sendRefunds(await write((ctx) => cancelClaimLink(ctx, place)));
    await redirectToOrder(code, "place-cancelled");
  },
);
