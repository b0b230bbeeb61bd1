import { and, eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { extendTransferHolds } from "../seats/extend-holds.ts";
import { authorize } from "../policy.ts";
import { claimLink, endCodes } from "./one-time-code.ts";
import { buildPersonKeys } from "./build-person-keys.ts";
import { type Device, createSession, type StartedSession } from "./create-session.ts";
import { endAllSessions } from "./end-all-sessions.ts";

/**
 * Gives a person the address that the link was mailed to, which proves it. Only whoever is signed in to the account may. It
 * signs them out everywhere, and in again here with the session that it returns, and tells the old address. Refuses with
 * `email_taken` when somebody else has taken the address meanwhile: whoever holds the link reads its mail and may know.
 */
export async function confirmEmailChange(
  ctx: WriteCtx,
  input: { secret: string; device: Device },
): Promise<StartedSession> {
  const link = await claimLink(ctx, input.secret, ["new_address"]);
  authorize(ctx, "account.edit", { ownerId: link.userId });
  const { userId, email: before, newEmail } = link;
  if (newEmail === null) throw new Error("a link to a new address without one");
  const taken = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.email, newEmail));
  if (taken.length > 0) throw new Refusal("email_taken");
  const changed = await ctx.tx
    .update(users)
    .set({ email: newEmail, verifiedAt: ctx.now, ...buildPersonKeys({ name: link.name, email: newEmail }) })
    .where(and(eq(users.id, userId), eq(users.email, before)))
    .returning({ language: users.language });
  const [person] = changed;
  if (!person) throw new Refusal("wrong_state");
  await extendTransferHolds(ctx, userId);
  const ended = await endAllSessions(ctx, userId);
  await endCodes(ctx, userId);
  const session = await createSession(ctx, userId, input.device);
  await audit(
    ctx,
    "account.edit",
    { type: "user", id: userId },
    { before: { email: before }, after: { email: newEmail, ended } },
  );
  await enqueueMail(ctx, {
    kind: "address_changed",
    to: before,
    payload: { name: link.name, newEmail },
    dedupeKey: session.sessionId,
    // The old address is no account's any more.
    language: person.language ?? ctx.language ?? null,
  });
  return session;
}
