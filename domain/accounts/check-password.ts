import { eq } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { PasswordHasher } from "./password-hasher.ts";

/** A password was right for this person, as checked against this hash. The verb that follows makes sure it still stands. */
export type CheckedPassword = { userId: string; passwordHash: string };

const queries = perClient((read: Reader) => ({
  byEmail: read
    .select({ id: users.id, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.email, param(users.email, "email")))
    .prepare(),
}));

/**
 * Whether an address and a password go together. Every call costs exactly one verification: an address that nobody has, a
 * person without a password and one who was disabled are checked against nobody's hash, so that the time says nothing.
 */
export async function checkPassword(
  read: Reader,
  hasher: PasswordHasher,
  typed: { email: string; password: string },
): Promise<CheckedPassword | undefined> {
  const [found] = await queries(read).byEmail.execute({ email: typed.email });
  const kept = found?.disabledAt === null ? found.passwordHash : null;
  const right = await hasher.verify(kept ?? (await hasher.nobodysHash()), typed.password);
  return right && found && kept !== null ? { userId: found.id, passwordHash: kept } : undefined;
}

/** Whether somebody has this address. Asked only where the answer does not reach a visitor. */
export async function isKnownEmail(read: Reader, email: string): Promise<boolean> {
  return (await queries(read).byEmail.execute({ email })).length > 0;
}
