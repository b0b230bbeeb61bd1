"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { isId } from "#domain/kernel/ids.ts";
import { resendMail } from "#domain/mail/resend-mail.ts";

const Mail = z.object({ mailId: z.string().refine((text) => isId("outbox", text)) });

export const resendAction = action(Mail, async ({ write }, { mailId }) => {
  await write((ctx) => resendMail(ctx, { mailId }));
  await redirectDone(`/admin/mail/${mailId}`, "mail-resent");
});
