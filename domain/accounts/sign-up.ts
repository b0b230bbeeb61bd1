import { eq } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { CODE_LIVES_MS, createLink } from "./one-time-code.ts";
import { type Device, createSession, type StartedSession } from "./create-session.ts";
import { HOUR_MS } from "../kernel/clock.ts";
import { insertPerson } from "./insert-person.ts";

export type SignUp = {
  name: string;
  /** In its stored form: `EmailInput`. */
  email: string;
  /** Made outside the transaction, of a password that `assertStrongPassword` has let through. */
  passwordHash: string;
  device: Device;
};

/**
 * Makes an account for a student and signs them in at once; a mail asks them to confirm the address in their own time.
 * Refuses an address that somebody has; what a visitor is told then is the caller's to choose with care.
 */
export async function signUp(ctx: WriteCtx, input: SignUp): Promise<StartedSession> {
  authorize(ctx, "account.create", {});
  if (await hasAddress(ctx, input.email)) throw new Refusal("email_taken");
  const userId = await insertPerson(ctx, { ...input, verifiedAt: null, language: ctx.language });
  await ctx.tx.insert(userRoles).values({ userId, role: "student", grantedAt: ctx.now });
  const { secret, codeId } = await createLink(ctx, { userId, purpose: "verify" });
  const session = await createSession(ctx, userId, input.device);
  await audit(ctx, "account.create", { type: "user", id: userId }, { after: { email: input.email, how: "password" } });
  const hours = CODE_LIVES_MS.verify / HOUR_MS;
  await enqueueMail(ctx, {
    kind: "verify_address",
    to: input.email,
    payload: { name: input.name, path: getVerifyPath(secret), hours },
    dedupeKey: codeId,
  });
  return session;
}

/** Where the link in a mail leads that confirms an address. */
export const getVerifyPath = (secret: string) => `/account/verify/${secret}`;

async function hasAddress(ctx: StepCtx, email: string): Promise<boolean> {
  const found = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.email, email));
  return found.length > 0;
}
