import { userRoles } from "#db/schema/index.ts";
import { insertPerson } from "../accounts/insert-person.ts";
import { getActorId } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { authorize, isAllowed } from "../policy.ts";
import { assertEmailIsFree } from "./assert-email-is-free.ts";
import { sendWelcome } from "./send-welcome.ts";

export type NewStudent = {
  name: string;
  /** As `EmailInput` gives it. */
  email: string;
  /** Whether they are mailed a link for choosing a password. Without one they come in by a code when they want to. */
  welcome: boolean;
  /** Null for the school's own. */
  language?: string | null;
  /** The school's own when it is not said. */
  timezone?: string;
  officeNote?: string | null;
};

/** As `createStudent` would refuse an address, before the rest of what was typed is right. */
export async function checkStudentEmail(ctx: ReadCtx, email: string | undefined): Promise<void> {
  if (email !== undefined && isAllowed(ctx.actor, "student.create")) await assertEmailIsFree(ctx.read, email);
}

/**
 * Makes an account for a student who has called or written. Its address counts as not confirmed until somebody follows a link
 * or types a code that was mailed to it. Refuses an address that somebody has (`email_taken`).
 */
export async function createStudent(ctx: WriteCtx, input: NewStudent): Promise<{ userId: string }> {
  authorize(ctx, "student.create", {});
  const { name, email, welcome, language = null, timezone, officeNote = null } = input;
  await assertEmailIsFree(ctx.tx, email);
  const userId = await insertPerson(ctx, { name, email, verifiedAt: null, language, timezone, officeNote });
  await ctx.tx
    .insert(userRoles)
    .values({ userId, role: "student", grantedAt: ctx.now, grantedBy: getActorId(ctx.actor) });
  await audit(ctx, "student.create", { type: "user", id: userId }, { after: { email, welcome } });
  if (welcome) await sendWelcome(ctx, { name, email });
  return { userId };
}
