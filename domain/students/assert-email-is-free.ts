import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { Refusal } from "../kernel/refusal.ts";

/** Refuses, beside its field, an address that somebody has. */
export async function assertEmailIsFree(
  from: Reader | Tx,
  email: string,
  words: "refusals.email_taken" | "refusals.email_taken_merge" = "refusals.email_taken",
): Promise<void> {
  const taken = await from.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (taken.length > 0) throw new Refusal("email_taken", { fields: { email: message(words) } });
}
