import { and, eq, isNull } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { HOUR_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { CODE_LIVES_MS, createLink } from "./one-time-code.ts";
import { claimTypedCode, type WrongCode } from "./sign-in-with-code.ts";

export type EmailChangeRequest = {
  userId: string;
  /** In its stored form: `EmailInput`. */
  newEmail: string;
  /** The hash that the password was checked against, or the digits that were mailed to the present address. */
  proof: { passwordHash: string } | { code: string; schoolSecret: string };
};

export type EmailChangeAnswer = { asked: true } | ({ asked: false } & WrongCode);

/**
 * Mails a link to the address that is to take the place of a person's present one, and a notice to the present one. Nothing
 * changes before the link is followed. An address that somebody has gets the same answer, the same work and the same number
 * of mails: its owner is told that nothing was changed. It answers a wrong code instead of throwing, because throwing would
 * undo the count of guesses. Refuses with `wrong_state` when the password was changed since it was checked.
 */
export async function requestEmailChange(ctx: WriteCtx, input: EmailChangeRequest): Promise<EmailChangeAnswer> {
  const { userId, newEmail } = input;
  authorize(ctx, "account.edit", { ownerId: userId });
  const person = await provenPerson(ctx, input);
  if ("why" in person) {
    await audit(ctx, "account.edit", { type: "user", id: userId }, { after: { newAddress: newEmail, ...person } });
    return { asked: false, ...person };
  }
  const { secret, codeId: dedupeKey } = await createLink(ctx, { userId, purpose: "new_address", newEmail });
  const [taken] = await ctx.tx.select({ name: users.name }).from(users).where(eq(users.email, newEmail));
  if (taken) {
    await enqueueMail(ctx, { kind: "new_address_taken", to: newEmail, payload: { name: taken.name }, dedupeKey });
  } else {
    const hours = CODE_LIVES_MS.new_address / HOUR_MS;
    const payload = { name: person.name, path: newAddressPath(secret), hours };
    const language = person.language ?? ctx.language ?? null;
    await enqueueMail(ctx, { kind: "confirm_new_address", to: newEmail, payload, dedupeKey, language });
  }
  const notice = { name: person.name, newEmail };
  await enqueueMail(ctx, { kind: "new_address_asked", to: person.email, payload: notice, dedupeKey });
  await audit(ctx, "account.edit", { type: "user", id: userId }, { after: { newAddress: newEmail } });
  return { asked: true };
}

/** Where the link in a mail leads that confirms a new address. */
const newAddressPath = (secret: string) => `/account/address/${secret}`;

type Person = { name: string; email: string; language: string | null };

async function provenPerson(ctx: StepCtx, { userId, proof }: EmailChangeRequest): Promise<Person | WrongCode> {
  const stands = "passwordHash" in proof ? eq(users.passwordHash, proof.passwordHash) : undefined;
  const [person] = await ctx.tx
    .select({ name: users.name, email: users.email, language: users.language })
    .from(users)
    .where(and(eq(users.id, userId), stands, isNull(users.disabledAt)));
  if (!person) throw new Refusal("wrong_state");
  if ("passwordHash" in proof) return person;
  const claimed = await claimTypedCode(ctx, { email: person.email, ...proof });
  return "why" in claimed ? claimed : person;
}
