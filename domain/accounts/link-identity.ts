import { and, eq } from "drizzle-orm";
import { identities, userRoles, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { PersonNameInput } from "./inputs.ts";
import { recordEmailVerified } from "./one-time-code.ts";
import type { Device, StartedSession } from "./create-session.ts";
import { signInOnDevice } from "./sign-in-on-device.ts";
import { insertPerson } from "./insert-person.ts";

/** What a provider (Google, GitHub, a school's own sign-on) has said about whoever has just signed in there. */
export type Identity = {
  provider: string;
  /** The provider's own, never-changing name for the person. */
  subject: string;
  /** In its stored form (`canonicalizeEmail`); none when they sent none that we take. */
  email: string | null;
  /** Whether the provider has made sure that the person reads this address. */
  emailVerified: boolean;
  /** The provider said neither that it has nor that it has not. */
  isUnsaid?: boolean;
  name: string;
};

const UNPROVEN = message("refusals.identity_unproven");

/**
 * Signs in a person who has signed in elsewhere: the one who was linked before, else the one with the same address, else a
 * new student. Only an address that the provider has verified is believed; without one a stranger is refused.
 */
export async function linkIdentity(
  ctx: WriteCtx,
  input: { identity: Identity; device: Device },
): Promise<StartedSession> {
  authorize(ctx, "session.create", {});
  const { identity, device } = input;
  const userId = (await findLinkedPerson(ctx, identity)) ?? (await linkByAddress(ctx, identity));
  const [person] = await ctx.tx.select({ disabledAt: users.disabledAt }).from(users).where(eq(users.id, userId));
  if (person?.disabledAt !== null) throw new Refusal("wrong_credentials");
  const session = await signInOnDevice(ctx, userId, device);
  await audit(
    ctx,
    "session.create",
    { type: "session", id: session.sessionId },
    { after: { userId, how: identity.provider } },
  );
  return session;
}

/** Whose account an account elsewhere opens. */
export async function findLinkedPerson(
  ctx: StepCtx,
  { provider, subject }: Pick<Identity, "provider" | "subject">,
): Promise<string | undefined> {
  const [linked] = await ctx.tx
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.provider, provider), eq(identities.subject, subject)));
  return linked?.userId;
}

async function linkByAddress(ctx: StepCtx, identity: Identity): Promise<string> {
  const { provider, subject, email, emailVerified } = identity;
  if (email === null || !emailVerified) throw new Refusal("forbidden", { words: UNPROVEN });
  const [known] = await ctx.tx
    .select({ userId: users.id, verifiedAt: users.verifiedAt })
    .from(users)
    .where(eq(users.email, email));
  if (known) await recordEmailVerified(ctx, known);
  const userId = known?.userId ?? (await newStudent(ctx, { ...identity, email }));
  await ctx.tx.insert(identities).values({ id: createId("identity"), provider, subject, userId, createdAt: ctx.now });
  return userId;
}

async function newStudent(ctx: StepCtx, identity: Identity & { email: string }): Promise<string> {
  const { email, provider } = identity;
  const known = PersonNameInput.safeParse([...identity.name].slice(0, 200).join(""));
  const name = known.success ? known.data : email;
  const userId = await insertPerson(ctx, { name, email, verifiedAt: ctx.now, language: ctx.language });
  await ctx.tx.insert(userRoles).values({ userId, role: "student", grantedAt: ctx.now });
  await audit(ctx, "account.create", { type: "user", id: userId }, { after: { email, how: provider } });
  return userId;
}
