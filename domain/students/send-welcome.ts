import { INVITATION_DAYS, getWelcomePath, offerRole } from "../accounts/invitations.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";

/** Mails a student a link for choosing a password. */
export async function sendWelcome(ctx: StepCtx, { name, email }: { name: string; email: string }): Promise<void> {
  const { invitationId, secret } = await offerRole(ctx, { email, name, role: "student" });
  const payload = { name, path: getWelcomePath(secret), days: INVITATION_DAYS };
  await enqueueMail(ctx, { kind: "student_welcome", to: email, payload, dedupeKey: invitationId });
}
