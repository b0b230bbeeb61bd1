import { eq } from "drizzle-orm";
import { identities, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findLinkedPerson, type Identity } from "./link-identity.ts";
import { assertRecentSignIn } from "./recent-sign-in.ts";

/** How long the way to a provider and back may take. */
export const OAUTH_MS_MAX = 10 * MINUTE_MS;

/**
 * Lets a person sign in with an account elsewhere too, which they have just opened there while they were signed in here. So
 * the address that the provider knows decides nothing. `label` is what the provider is called. The person is told by mail,
 * because whoever is in their account could stay in it by this, and for the same reason the session must be a new one
 * (`not_signed_in`). Refuses an account that opens somebody else's (`identity_taken`); one that opens this one already stays
 * as it is.
 */
export async function connectIdentity(
  ctx: WriteCtx,
  input: { userId: string; sessionId: string; identity: Pick<Identity, "provider" | "subject">; label: string },
): Promise<void> {
  const { userId, label } = input;
  const { provider, subject } = input.identity;
  authorize(ctx, "account.edit", { ownerId: userId });
  await assertRecentSignIn(ctx, input, OAUTH_MS_MAX);
  const linkedTo = await findLinkedPerson(ctx, input.identity);
  if (linkedTo === userId) return;
  if (linkedTo !== undefined) throw new Refusal("identity_taken");
  const id = createId("identity");
  await ctx.tx.insert(identities).values({ id, provider, subject, userId, createdAt: ctx.now });
  await audit(ctx, "account.edit", { type: "user", id: userId }, { after: { identity: id, provider } });
  await notifyIdentityChange(ctx, userId, { label, isNew: true, dedupeKey: id });
}

export async function hasAnotherWay(ctx: StepCtx, gone: { id: string; userId: string }, open: readonly string[]) {
  const [person] = await ctx.tx
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, gone.userId));
  if (person?.passwordHash != null) return true;
  const linked = await ctx.tx
    .select({ id: identities.id, provider: identities.provider })
    .from(identities)
    .where(eq(identities.userId, gone.userId));
  return linked.some(({ id, provider }) => id !== gone.id && open.includes(provider));
}

export async function notifyIdentityChange(
  ctx: StepCtx,
  userId: string,
  what: { label: string; isNew: boolean; dedupeKey: string },
) {
  const [person] = await ctx.tx
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) throw new Refusal("not_found");
  const { label, isNew, dedupeKey } = what;
  const payload = { name: person.name, label, isNew };
  await enqueueMail(ctx, { kind: "ways_changed", to: person.email, payload, dedupeKey });
}
