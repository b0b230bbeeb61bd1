import { createHmac, randomInt } from "node:crypto";
import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { identities, loginCodes, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { DAY_MS, HOUR_MS, addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx, TxCtx } from "../kernel/command.ts";
import { createId, createSecret } from "../kernel/ids.ts";
import { extendTransferHolds } from "../seats/extend-holds.ts";
import { Refusal } from "../kernel/refusal.ts";
import { endAccess } from "./end-access.ts";
import { hashToken } from "./sessions.ts";

export type CodePurpose = (typeof loginCodes.$inferSelect)["purpose"];

/** How long each kind works. A code of six digits and a way to a new password are short; the others are 256-bit links. */
export const CODE_LIVES_MS: Record<CodePurpose, number> = {
  sign_in: 15 * MINUTE_MS,
  reset: 15 * MINUTE_MS,
  verify: 24 * HOUR_MS,
  owner: 7 * DAY_MS,
  new_address: 2 * HOUR_MS,
};

/** How many guesses one mailed code stands before it is dead, even for the right digits. */
export const CODE_ATTEMPTS_MAX = 5;

export function createDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** Six digits could be guessed back from a plain hash in a blink, so theirs is keyed with the school's secret. */
export function hashDigits(schoolSecret: string, userId: string, digits: string): string {
  return createHmac("sha256", schoolSecret).update(`sign_in:${userId}:${digits}`).digest("base64url");
}

/** Keeps the hash of a fresh code. Older ones of the same purpose die with it: only the latest mail works. */
export async function storeCode(
  ctx: StepCtx,
  code: { userId: string; purpose: CodePurpose; codeHash: string; nextPath?: string | null; newEmail?: string },
): Promise<string> {
  await ctx.tx
    .update(loginCodes)
    .set({ expiresAt: ctx.now })
    .where(
      and(
        eq(loginCodes.userId, code.userId),
        eq(loginCodes.purpose, code.purpose),
        isNull(loginCodes.usedAt),
        gt(loginCodes.expiresAt, ctx.now),
      ),
    );
  const id = createId("loginCode");
  await ctx.tx.insert(loginCodes).values({
    id,
    ...code,
    nextPath: code.nextPath ?? null,
    expiresAt: addMs(ctx.now, CODE_LIVES_MS[code.purpose]),
    createdAt: ctx.now,
  });
  return id;
}

/** Makes a link's secret and keeps its hash. */
export async function createLink(
  ctx: StepCtx,
  link: { userId: string; purpose: CodePurpose; nextPath?: string | null; newEmail?: string },
): Promise<{ secret: string; codeId: string }> {
  const secret = createSecret();
  const codeId = await storeCode(ctx, { ...link, codeHash: hashToken(secret) });
  return { secret, codeId };
}

const columns = {
  id: loginCodes.id,
  purpose: loginCodes.purpose,
  codeHash: loginCodes.codeHash,
  expiresAt: loginCodes.expiresAt,
  nextPath: loginCodes.nextPath,
  newEmail: loginCodes.newEmail,
  userId: users.id,
  email: users.email,
  name: users.name,
  verifiedAt: users.verifiedAt,
};

export type FoundCode = {
  id: string;
  purpose: CodePurpose;
  codeHash: string;
  expiresAt: Date;
  nextPath: string | null;
  /** The address that a link confirms when it is not the present one. */
  newEmail: string | null;
  userId: string;
  email: string;
  name: string;
  verifiedAt: Date | null;
};

/** The latest code of a purpose that was mailed to an address and not used yet. */
export async function findLatestCode(
  read: Reader,
  email: string,
  purpose: CodePurpose,
): Promise<FoundCode | undefined> {
  const [found] = await read
    .select(columns)
    .from(loginCodes)
    .innerJoin(users, eq(users.id, loginCodes.userId))
    .where(
      and(eq(users.email, email), eq(loginCodes.purpose, purpose), isNull(loginCodes.usedAt), isNull(users.disabledAt)),
    )
    .orderBy(desc(loginCodes.createdAt), desc(loginCodes.id))
    .limit(1);
  return found;
}

/** The link that a secret opens, used or not by its time; undefined when there is none, it was used or the person disabled. */
export async function findCodeOfLink(read: Reader, secret: string): Promise<FoundCode | undefined> {
  const [found] = await read
    .select(columns)
    .from(loginCodes)
    .innerJoin(users, eq(users.id, loginCodes.userId))
    .where(and(eq(loginCodes.codeHash, hashToken(secret)), isNull(loginCodes.usedAt), isNull(users.disabledAt)));
  return found;
}

const WORDS = message("refusals.link_over");

/** Claims a link for one of `purposes`, once. Refuses one that is unknown, used or too old, all in the same words. Whose it was is known only then, so the policy is asked afterwards; a refusal undoes it. */
export async function claimLink(ctx: TxCtx, secret: string, purposes: readonly CodePurpose[]): Promise<FoundCode> {
  const found = await findCodeOfLink(ctx.tx, secret);
  if (!found || !purposes.includes(found.purpose)) throw new Refusal("wrong_code", { words: WORDS });
  if (found.expiresAt <= ctx.now) throw new Refusal("code_expired", { words: WORDS });
  if (!(await claimCode(ctx, found.id))) throw new Refusal("wrong_code", { words: WORDS });
  return found;
}

/** Marks a code as used; false when somebody was quicker. */
export async function claimCode(ctx: TxCtx, codeId: string): Promise<boolean> {
  const claimed = await ctx.tx
    .update(loginCodes)
    .set({ usedAt: ctx.now })
    .where(and(eq(loginCodes.id, codeId), isNull(loginCodes.usedAt)))
    .returning({ id: loginCodes.id });
  return claimed.length > 0;
}

/** Ends every code and link of a person that is still out: what was asked for before must not undo what was just decided. */
export async function endCodes(ctx: StepCtx, userId: string): Promise<void> {
  await ctx.tx
    .update(loginCodes)
    .set({ expiresAt: ctx.now })
    .where(and(eq(loginCodes.userId, userId), isNull(loginCodes.usedAt), gt(loginCodes.expiresAt, ctx.now)));
}

/**
 * Notes that a person reads the mail of their address. Somebody else may have opened the account with this address before,
 * to wait in it: so the first proof takes away what was set up without one: password, sign-ins, tokens, accounts
 * elsewhere and the calendar's key. Says whether there was a password to take away.
 */
export async function recordEmailVerified(
  ctx: StepCtx,
  person: { userId: string; verifiedAt: Date | null },
): Promise<{ passwordDropped: boolean }> {
  if (person.verifiedAt !== null) return { passwordDropped: false };
  const [before] = await ctx.tx
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, person.userId));
  await ctx.tx.update(users).set({ verifiedAt: ctx.now, passwordHash: null }).where(eq(users.id, person.userId));
  await ctx.tx.delete(identities).where(eq(identities.userId, person.userId));
  await endAccess(ctx, person.userId);
  await extendTransferHolds(ctx, person.userId);
  return { passwordDropped: before?.passwordHash != null };
}
