import { eq } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { INVITATION_DAYS, offerRole, getWelcomePath } from "../accounts/invitations.ts";
import { insertPerson } from "../accounts/insert-person.ts";
import { getActorId } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

export type NewStudent = {
  name: string;
  /** As `EmailInput` gives it. */
  email: string;
  /** Whether they are mailed a link for choosing a password. Without one they come in by a code when they want to. */
  welcome: boolean;
};

/**
 * Makes an account for a student who has called or written. Its address counts as not confirmed until somebody follows a link
 * or types a code that was mailed to it. Refuses an address that somebody has (`email_taken`).
 */
export async function createStudent(ctx: WriteCtx, input: NewStudent): Promise<{ userId: string }> {
  authorize(ctx, "student.create", {});
  const { name, email, welcome } = input;
  const taken = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (taken.length > 0) throw new Refusal("email_taken", { fields: { email: message("refusals.email_taken") } });
  const userId = await insertPerson(ctx, { name, email, verifiedAt: null });
  await ctx.tx
    .insert(userRoles)
    .values({ userId, role: "student", grantedAt: ctx.now, grantedBy: getActorId(ctx.actor) });
  await audit(ctx, "student.create", { type: "user", id: userId }, { after: { email, welcome } });
  if (welcome) {
    const { invitationId, secret } = await offerRole(ctx, { email, name, role: "student" });
    const payload = { name, path: getWelcomePath(secret), days: INVITATION_DAYS };
    await enqueueMail(ctx, { kind: "student_welcome", to: email, payload, dedupeKey: invitationId });
  }
  return { userId };
}
