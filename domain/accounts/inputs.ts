import { z } from "zod";
import { encodeMessage, issue } from "#messages/message.ts";
import { countCharacters, cleanLine, isVisible } from "../kernel/text-inputs.ts";
import { explainEmailProblem, readEmail } from "../kernel/email-address.ts";
import { isTimezone } from "../kernel/timezones.ts";
import { hasLink } from "./has-link.ts";

const NAME_CHARACTERS_MAX = 200;

/** What people type about themselves, checked once, at the edge; pages and the API share these. An address in its stored form. */
export const EmailInput = z.string().transform((typed, problem) => {
  const read = readEmail(typed);
  if ("email" in read) return read.email;
  problem.addIssue({ code: "custom", message: encodeMessage(explainEmailProblem(read.problem)) });
  return z.NEVER;
});

/** What every field for a name says of one that carries a link: see `hasLink`. */
export const NAME_WITHOUT_LINK = issue("fields.name_without_link");

/** A name as people write theirs, in any script, of one word or of many: see `cleanLine`. */
export const PersonNameInput = z
  .string()
  .overwrite(cleanLine)
  .refine(isVisible, issue("fields.name_needed"))
  .refine((name) => countCharacters(name) <= NAME_CHARACTERS_MAX, issue("fields.under_200"))
  .refine((name) => !hasLink(name), NAME_WITHOUT_LINK);

/** A password as it is typed to sign in. Its rules are those of the day it was chosen, so only its length is bounded. */
export const TypedPasswordInput = z
  .string()
  .min(1, issue("fields.type_password"))
  .max(200, issue("fields.password_too_long"));

/** The password that is asked for again before some steps; empty where it was not asked for. */
export const ConfirmPasswordInput = z.string().max(200).default("");

/** A new password. Whether it is good enough `assertStrongPassword` says. */
export const NewPasswordInput = z.string().min(1, issue("fields.choose_password")).max(200, issue("fields.under_200"));

export const TimezoneInput = z
  .string()
  .max(60)
  .refine((zone) => isTimezone(zone), issue("fields.choose_timezone"));

/** Six digits as they were mailed; people copy them with spaces. */
export const CodeInput = z
  .string()
  .max(40)
  .transform((typed) => typed.replace(/\s+/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, issue("fields.code_six_digits")));

/** The secret of a link: 256 bits in base64url. */
export const LinkSecretInput = z.string().regex(/^[A-Za-z0-9_-]{43}$/, issue("fields.link_incomplete"));
