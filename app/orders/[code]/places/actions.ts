"use server";

import { z } from "zod";
import { action, plainAction } from "#app/_forms/action.ts";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { cancelClaimLink } from "#domain/checkout/cancel-claim-link.ts";
import { reassignClaimLink } from "#domain/checkout/reassign-claim-link.ts";
import { ClaimEmailForm, ClaimNameInput } from "#domain/claim-links/inputs.ts";
import { renewClaimLink } from "#domain/claim-links/renew-claim-link.ts";
import { sendClaimLink } from "#domain/claim-links/send-claim-link.ts";
import { withdrawClaimLink } from "#domain/claim-links/withdraw-claim-link.ts";
import { isId } from "#domain/kernel/ids.ts";
import { TypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { sendRefunds } from "#services/payments/refund.ts";

const Place = z.object({
  code: z.string().max(20),
  claimLinkId: z.string().refine((text) => isId("claimLink", text)),
});

const redirectToOrder = (code: string, done: DoneKey) =>
  redirectDone(`/orders/${encodeURIComponent(code)}/places`, done);

/** Mails the link of a place to the address that stands there. */
export const sendLinkAction = action(Place, async ({ write }, { code, claimLinkId }) => {
  await write((ctx) => sendClaimLink(ctx, { claimLinkId }));
  await redirectToOrder(code, "claim-link-sent");
});

/** The link that is out opens nothing any more. */
export const withdrawLinkAction = action(Place, async ({ write }, { code, claimLinkId }) => {
  await write((ctx) => withdrawClaimLink(ctx, { claimLinkId }));
  await redirectToOrder(code, "claim-link-withdrawn");
});

export const renewLinkAction = action(Place, async ({ write }, { code, claimLinkId }) => {
  await write((ctx) => renewClaimLink(ctx, { claimLinkId }));
  await redirectToOrder(code, "claim-link-renewed");
});

/** The place is meant for somebody else, who gets a link of their own. */
export const reassignLinkAction = action(
  Place.extend({ name: ClaimNameInput, email: ClaimEmailForm }),
  async ({ write }, { code, ...place }) => {
    await write((ctx) => reassignClaimLink(ctx, place));
    await redirectToOrder(code, "claim-link-reassigned");
  },
);

/** Gives a place back that nobody has claimed; what comes back by the terms goes the way it came. */
export const cancelPlaceAction = plainAction(
  Place.extend({ refundMinor: TypedNumber(0, Number.MAX_SAFE_INTEGER) }),
  async ({ write }, { code, claimLinkId, refundMinor: seenMinor }) => {
    await sendRefunds(await write((ctx) => cancelClaimLink(ctx, { claimLinkId, seenMinor })));
    await redirectToOrder(code, "place-given-back");
  },
);
