import { eq } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectSpokenLanguage } from "./select-spoken-language.ts";
import { pickLanguage } from "../settings/pick-language.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

const queries = perClient((read: Reader) => ({
  ofAccount: read
    .select({ language: users.language, spoken: selectSpokenLanguage(read, users.email) })
    .from(users)
    .where(eq(users.email, param(users.email, "email")))
    .prepare(),
}));

/**
 * The language of a mail's recipient, asked when the mail is written: what their account says now, or the page on which
 * they asked for the mail, or the one that they used last, or the school's own. A mail that has left stays in the language that it was sent in.
 */
export async function getRecipientLanguage(
  read: Reader,
  mail: { recipient: string; language: string | null; sentAt?: Date | null },
): Promise<string> {
  const [account] = await queries(read).ofAccount.execute({ email: mail.recipient });
  const known = [account?.language, mail.language];
  const wanted = [...(mail.sentAt ? known.toReversed() : known), account?.spoken];
  return pickLanguage(await getSchoolSettings(read), ...wanted);
}
