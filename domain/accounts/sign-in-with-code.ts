import { timingSafeEqual } from "node:crypto";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { loginCodes } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import {
  CODE_ATTEMPTS_MAX,
  claimCode,
  hashDigits,
  type FoundCode,
  findLatestCode,
  recordEmailVerified,
} from "./one-time-code.ts";
import type { Device, StartedSession } from "./create-session.ts";
import { signInOnDevice } from "./sign-in-on-device.ts";

export type TypedCode = { email: string; code: string; schoolSecret: string; device: Device };

export type WrongCode = { why: "wrong_code" | "code_expired" };

export type CodeAnswer =
  | { right: true; session: StartedSession; nextPath: string | null; passwordDropped: boolean }
  | ({ right: false } & WrongCode);

/**
 * Signs a person in by the six digits that were mailed to them. Works once; after five wrong guesses the code is dead.
 * It answers instead of throwing, because throwing would undo the count of guesses. An address without a code and a wrong
 * guess get the same answer, and cost the same.
 */
export async function signInWithCode(ctx: WriteCtx, typed: TypedCode): Promise<CodeAnswer> {
  authorize(ctx, "session.create", {});
  const answer = await tryCode(ctx, typed);
  if (answer.right) {
    const { sessionId, userId } = answer.session;
    await audit(ctx, "session.create", { type: "session", id: sessionId }, { after: { userId, how: "code" } });
  }
  // A wrong guess is a security event (app/_http/record-refusal.ts): many of them are one entry, and not one each.
  return answer;
}

async function tryCode(ctx: StepCtx, typed: TypedCode): Promise<CodeAnswer> {
  const found = await claimTypedCode(ctx, typed);
  if ("why" in found) return { right: false, ...found };
  const { passwordDropped } = await recordEmailVerified(ctx, found);
  const session = await signInOnDevice(ctx, found.userId, typed.device);
  return { right: true, session, nextPath: found.nextPath, passwordDropped };
}

/** Counts a guess at the digits that were mailed last to an address, and claims them if they are right. */
export async function claimTypedCode(
  ctx: StepCtx,
  typed: Pick<TypedCode, "email" | "code" | "schoolSecret">,
): Promise<FoundCode | WrongCode> {
  const found = await findLatestCode(ctx.tx, typed.email, "sign_in");
  const given = hashDigits(typed.schoolSecret, found?.userId ?? "", typed.code);
  if (!found || !(await countGuess(ctx, found.id))) return { why: "wrong_code" };
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(found.codeHash))) return { why: "wrong_code" };
  if (found.expiresAt <= ctx.now) return { why: "code_expired" };
  return (await claimCode(ctx, found.id)) ? found : { why: "wrong_code" };
}

async function countGuess(ctx: StepCtx, codeId: string): Promise<boolean> {
  const counted = await ctx.tx
    .update(loginCodes)
    .set({ attempts: sql`${loginCodes.attempts} + 1` })
    .where(and(eq(loginCodes.id, codeId), isNull(loginCodes.usedAt), lt(loginCodes.attempts, CODE_ATTEMPTS_MAX)))
    .returning({ id: loginCodes.id });
  return counted.length > 0;
}
