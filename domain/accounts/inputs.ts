import { z } from "zod";
import { countCharacters, cleanLine, isVisible } from "../kernel/text-inputs.ts";
import { EMAIL_PROBLEMS, readEmail } from "../kernel/email-address.ts";
import { isTimezone } from "../kernel/timezones.ts";

const NAME_CHARACTERS_MAX = 200;

/** What people type about themselves, checked once, at the edge; pages and the API share these. An address in its stored form. */
export const EmailInput = z.string().transform((typed, problem) => {
  const read = readEmail(typed);
  if ("email" in read) return read.email;
  problem.addIssue({ code: "custom", message: EMAIL_PROBLEMS[read.problem] });
  return z.NEVER;
});

/** A name as people write theirs, in any script, of one word or of many: see `cleanLine`. */
export const PersonNameInput = z
  .string()
  .overwrite(cleanLine)
  .refine(isVisible, "Tell us your name.")
  .refine((name) => countCharacters(name) <= NAME_CHARACTERS_MAX, "Please keep it under 200 characters.");

/** A password as it is typed to sign in. Its rules are those of the day it was chosen, so only its length is bounded. */
export const TypedPasswordInput = z.string().min(1, "Type your password.").max(200, "That is too long for a password.");

/** The password that is asked for again before some steps; empty where it was not asked for. */
export const ConfirmPasswordInput = z.string().max(200).default("");

/** A new password. Whether it is good enough `assertStrongPassword` says. */
export const NewPasswordInput = z
  .string()
  .min(1, "Choose a password.")
  .max(200, "Please keep it under 200 characters.");

export const TimezoneInput = z
  .string()
  .max(60)
  .refine((zone) => isTimezone(zone), "Choose a timezone from the list.");

/** Six digits as they were mailed; people copy them with spaces. */
export const CodeInput = z
  .string()
  .max(40)
  .transform((typed) => typed.replace(/\s+/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "The code has six digits."));

/** The secret of a link: 256 bits in base64url. */
export const LinkSecretInput = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "This link is not complete.");
