"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_edge/action.ts";
import { isId } from "#domain/kernel/ids.ts";
import { resendMail } from "#domain/mail/resend-mail.ts";

const Mail = z.object({ mailId: z.string().refine((text) => isId("outbox", text)) });

export const resendAction = action(Mail, async ({ write }, { mailId }) => {
  await write((ctx) => resendMail(ctx, { mailId }));
  redirect(`/admin/mail/${mailId}?done=resent`);
});
