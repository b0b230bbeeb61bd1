import { z } from "zod";
import { isTimezone } from "../settings/school.ts";

/** Control and format characters but the two that join letters (U+200C, U+200D), and what is no character at all. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Cn}\p{Co}]|(?![\u200c\u200d\u{e0020}-\u{e007f}])\p{Cf}/gu;

/** What people type about themselves, checked once, at the edge; pages and the API share these. */
export const EmailInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "That is longer than an address can be.")
  .pipe(z.email("That does not look like an e-mail address."));

/**
 * A name as people write theirs, in any script. What turns the reading direction of the text after it, breaks its line or
 * cannot be seen is taken out, because a name stands in the middle of our sentences; what joins letters and emoji stays.
 */
export const PersonNameInput = z
  .string()
  .transform((typed) => typed.normalize("NFC").replace(UNSEEN, " ").replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .refine((name) => /[^\s\p{C}]/u.test(name), "Tell us your name.")
      .max(200, "Please keep it under 200 characters."),
  );

/** A password as it is typed to sign in. Its rules are those of the day it was chosen, so only its length is bounded. */
export const TypedPasswordInput = z.string().min(1, "Type your password.").max(200, "That is too long for a password.");

/** A new password. Whether it is good enough `requireGoodPassword` says. */
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
