"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { isId } from "#domain/kernel/ids.ts";
import { removeSavedCard } from "#domain/payments/remove-saved-card.ts";

const Card = z.object({ cardId: z.string().refine((text) => isId("savedCard", text)) });

/** Takes back that a card may be charged. */
export const removeCardAction = action(Card, async ({ write }, { cardId }) => {
  await write((ctx) => removeSavedCard(ctx, { cardId }));
  await redirectDone("/account/cards", "card-removed");
});
