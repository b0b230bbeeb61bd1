import { and, eq, isNull } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";
import { CODE_LIVES_MS, hashDigits, storeCode, createLink, createDigits } from "./one-time-code.ts";
import { getVerifyPath } from "./sign-up.ts";

export type CodeRequest = {
  email: string;
  /** `sign_in` mails six digits, `reset` and `verify` a link. */
  purpose: "sign_in" | "reset" | "verify";
  /** Where the person was going. */
  nextPath?: string | null;
  /** Keys the hash of the digits. */
  schoolSecret: string;
};

type Person = { id: string; name: string; email: string; verifiedAt: Date | null };

/**
 * Promises a mail with a way in, if somebody has this address. Nothing says whether somebody has: the answer is empty, and
 * an unknown address costs a written and audited request too.
 */
export async function requestCode(ctx: WriteCtx, input: CodeRequest): Promise<void> {
  authorize(ctx, "account.prove", {});
  const [person] = await ctx.tx
    .select({ id: users.id, name: users.name, email: users.email, verifiedAt: users.verifiedAt })
    .from(users)
    .where(and(eq(users.email, input.email), isNull(users.disabledAt)));
  if (person && !(input.purpose === "verify" && person.verifiedAt !== null)) await mailCode(ctx, person, input);
  await audit(ctx, "account.prove", { type: "user", id: person?.id ?? "unknown" }, { after: { asked: input.purpose } });
}

async function mailCode(ctx: StepCtx, person: Person, input: CodeRequest): Promise<void> {
  const { id: userId, name, email: to } = person;
  const { purpose, nextPath } = input;
  if (purpose === "sign_in") {
    const code = createDigits();
    const codeHash = hashDigits(input.schoolSecret, userId, code);
    const dedupeKey = await storeCode(ctx, { userId, purpose, codeHash, nextPath });
    const payload = { name, code, minutes: CODE_LIVES_MS.sign_in / MINUTE_MS };
    return enqueueMail(ctx, { kind: "sign_in_code", to, payload, dedupeKey });
  }
  const { secret, codeId: dedupeKey } = await createLink(ctx, { userId, purpose, nextPath });
  if (purpose === "reset") {
    const payload = { name, path: resetPath(secret), minutes: CODE_LIVES_MS.reset / MINUTE_MS };
    return enqueueMail(ctx, { kind: "reset_password", to, payload, dedupeKey });
  }
  const payload = { name, path: getVerifyPath(secret), hours: CODE_LIVES_MS.verify / HOUR_MS };
  return enqueueMail(ctx, { kind: "verify_address", to, payload, dedupeKey });
}

/** Where the link in a mail leads that lets one choose a new password. */
const resetPath = (secret: string) => `/sign-in/reset/${secret}`;
