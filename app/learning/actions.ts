"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { plainAction } from "#app/_forms/action.ts";
import { isId } from "#domain/kernel/ids.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";
import { leaveWaitingList } from "#domain/waiting/leave-waiting-list.ts";

const WaitingId = z.object({ waitingId: z.string().refine((text) => isId("waiting", text)) });

/** Leaves a waiting list, or declines the seat that was offered. */
export const stopWaitingAction = plainAction(WaitingId, async ({ write }, { waitingId }) => {
  await write((ctx) => leaveWaitingList(ctx, waitingId));
  await redirectDone("/learning", "waiting-left");
});

const EnrolmentId = z.object({ enrolmentId: z.string().refine((text) => isId("enrolment", text)) });

/** Gives back a place that has cost nothing, before its cohort begins. */
export const leaveCohortAction = plainAction(EnrolmentId, async ({ write }, { enrolmentId }) => {
  await write((ctx) => leaveCohort(ctx, { enrolmentId }));
  await redirectDone("/learning", "place-left");
});
