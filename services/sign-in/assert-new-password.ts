import { assertStrongPassword } from "#domain/accounts/password-rules.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { runtime } from "#runtime";

/** Refuses a new password, beside its field, by the rules of the school and what is known of whose it is. */
export async function assertNewPassword(
  password: string,
  { name = "", email = "" }: { name?: string | undefined; email?: string | undefined },
): Promise<void> {
  const { database, rules } = runtime();
  const { name: schoolName } = await getSchoolSettings(database.read);
  await assertStrongPassword(password, { name, email, schoolName }, rules);
}
