"use server";

import { z } from "zod";
import { redirectDone } from "#app/_edge/redirect-done.ts";
import { plainAction } from "#app/_edge/action.ts";
import { isId } from "#domain/kernel/ids.ts";
import { leaveWaitingList } from "#domain/waiting/end-offer.ts";

const WaitingId = z.object({ waitingId: z.string().refine((text) => isId("waiting", text)) });

/** Leaves a waiting list, or declines the seat that was offered. */
export const stopWaitingAction = plainAction(WaitingId, async ({ write }, { waitingId }) => {
  await write((ctx) => leaveWaitingList(ctx, waitingId));
  await redirectDone("/learning", "waiting-left");
});
