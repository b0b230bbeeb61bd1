import type { FieldRule } from "#app/_forms/field-rules.ts";
import { assertNewPassword } from "#services/sign-in/assert-new-password.ts";

/** For forms that choose a password: what is wrong with it is said along with what is wrong with the name or the address. */
export const checkNewPassword: FieldRule<{ password: string; name: string; email?: string }> = (
  _asked,
  { password, name, email },
) => password !== undefined && assertNewPassword(password, { name, email });
