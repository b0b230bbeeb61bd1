import { eq } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

const queries = perClient((read: Reader) => ({
  ofAccount: read
    .select({ language: users.language })
    .from(users)
    .where(eq(users.email, param(users.email, "email")))
    .prepare(),
}));

/**
 * The language of a mail's recipient, asked when the mail is written: what their account says now, or the page on which
 * they asked for the mail, or the school's own.
 */
export async function getRecipientLanguage(
  read: Reader,
  mail: { recipient: string; language: string | null },
): Promise<string> {
  const [account] = await queries(read).ofAccount.execute({ email: mail.recipient });
  const { language, moreLanguages } = await getSchoolSettings(read);
  const wanted = [account?.language, mail.language].filter((each) => each != null);
  return wanted.find((each) => each === language || moreLanguages.includes(each)) ?? language;
}
