"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { declineApplication } from "#domain/applications/decline-application.ts";
import { REPLY_LENGTH_MAX } from "#domain/applications/inputs.ts";
import { approveApplication } from "#domain/checkout/approve-application.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { issue } from "#messages/message.ts";

/** What still waits, where the next one is. */
const WAITING = "/admin/applications?state=applied";

const Reply = createTextInput(REPLY_LENGTH_MAX);
const Application = z.object({ applicationId: z.string().max(60) });

export const approveApplicationAction = action(
  Application.extend({ reply: Reply.default("") }),
  async ({ write }, input) => {
    await write((ctx) => approveApplication(ctx, input));
    await redirectDone(WAITING, "application-approved");
  },
);

export const declineApplicationAction = action(
  Application.extend({ reply: Reply.min(1, issue("applications.reply_needed")) }),
  async ({ write }, input) => {
    await write((ctx) => declineApplication(ctx, input));
    await redirectDone(WAITING, "application-declined");
  },
);
