import { message, type Message } from "#messages/message.ts";
import type { Rules } from "../kernel/command.ts";
import { Refusal, type RefusalCode } from "../kernel/refusal.ts";
import { COMMON_PASSWORDS } from "./common-passwords.ts";
import { explainWeakPassword } from "./explain-weak-password.ts";

/** What a password must not be made of: whoever knows the person or the school would try it first. */
export type PasswordContext = { email: string; name: string; schoolName: string };

/** Rows of keys, and the alphabet, that fingers run along. */
const RUNS = [
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "1q2w3e4r5t6z7u8i9o0p",
  "1q2w3e4r5t6y7u8i9o0p",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
];

/** How much of a password must be left when what anyone could guess has been taken out of it. */
const OWN_CHARACTERS_MIN = 6;
const RUN_LENGTH_MIN = 3;
const REPEATED_LENGTH_MAX = 4;
/** A name shorter than this turns up in words by chance. */
const NAME_LENGTH_MIN = 4;

/**
 * Refuses a new password that is too short, or among the first that anyone would try, by our own rules and by zxcvbn's. No rule says which kinds of
 * characters it must have: length is what counts (NIST SP 800-63B, 3.1.1.2). `field` is the form's field that holds it.
 */
export async function assertStrongPassword(
  password: string,
  about: PasswordContext,
  rules: Pick<Rules, "passwordLengthMin">,
  field = "password",
): Promise<void> {
  const refuse = (code: RefusalCode, words: Message) => {
    throw new Refusal(code, { words, fields: { [field]: words } });
  };
  const lengthMin = rules.passwordLengthMin;
  if ([...password].length < lengthMin) {
    refuse("password_too_short", message("refusals.password_characters_min", { count: lengthMin }));
  }
  const why = whyGuessable(password, about) ?? (await explainWeakPassword(password, namesOf(about)));
  if (why !== undefined) refuse("password_too_common", why);
}

/**
 * Refuses a change of password that changes nothing. Asked once the current one was found to be right: until then the answer
 * would say that it is.
 */
export function assertOtherPassword(current: string, chosen: string, field: string): void {
  if (current.normalize("NFKC") !== chosen.normalize("NFKC")) return;
  const words = message("refusals.password_unchanged");
  throw new Refusal("invalid_input", { words, fields: { [field]: words } });
}

/** The words that whoever knows the person and the school would try. */
function namesOf({ email, name, schoolName }: PasswordContext): string[] {
  const words = [email, name, schoolName].flatMap((text) => [text, ...text.split(/[\s@.+_-]+/)]);
  return [...new Set(words.map((word) => word.toLowerCase()).filter((word) => word.length >= NAME_LENGTH_MIN))].slice(
    0,
    40,
  );
}

/** Why a password would be guessed early, by what costs next to nothing to see; undefined when nothing speaks against it. */
function whyGuessable(password: string, about: PasswordContext): Message | undefined {
  const plain = password.normalize("NFKC").toLowerCase();
  if (isCommon(plain)) return message("refusals.password_too_common");
  if (isRepetition(plain)) return message("refusals.password_repeats");
  if (isRun(plain)) return message("refusals.password_is_run");
  const own = withoutNames(plain, [
    about.email,
    ...about.email.split(/[@.+_-]/),
    about.name,
    ...about.name.split(/\s+/),
  ]);
  if (own !== undefined) return message("refusals.password_is_own_name");
  const school = withoutNames(plain, [about.schoolName, ...about.schoolName.split(/\s+/)]);
  if (school !== undefined) return message("refusals.password_is_school_name");
  return undefined;
}

/** On the list as it stands, or with the digits and marks that people put at its end to please a rule. */
function isCommon(plain: string): boolean {
  const joined = plain.replace(/[\s_-]+/g, "");
  const word = joined.replace(/[^a-z]+$/, "");
  const spelt = word.replaceAll("0", "o").replaceAll("1", "l").replaceAll("3", "e").replaceAll("4", "a");
  const tried = [plain, joined, word, spelt.replaceAll("@", "a").replaceAll("$", "s"), joined.replace(/^[^a-z]+/, "")];
  return tried.some((each) => COMMON_PASSWORDS.has(each) || isTwice(each));
}

/** A common password written twice is no better. */
function isTwice(text: string): boolean {
  const half = text.slice(0, text.length / 2);
  return text.length % 2 === 0 && half + half === text && COMMON_PASSWORDS.has(half);
}

function isRepetition(text: string): boolean {
  if (new Set(text).size <= 2) return true;
  for (let length = 1; length <= REPEATED_LENGTH_MAX; length++) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return false;
}

/** Whether hardly anything is left once every run along a row of keys, forward or backward, is taken out. */
function isRun(text: string): boolean {
  let own = 0;
  for (let at = 0; at < text.length; ) {
    const length = longestRunAt(text, at);
    if (length < RUN_LENGTH_MIN) own += 1;
    at += length < RUN_LENGTH_MIN ? 1 : length;
  }
  return own < Math.min(OWN_CHARACTERS_MIN, text.length / 3);
}

function longestRunAt(text: string, start: number): number {
  let longest = 1;
  for (const run of RUNS.flatMap((row) => [row, [...row].reverse().join("")])) {
    let length = longest;
    while (start + length < text.length && run.includes(text.slice(start, start + length + 1))) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** What is left when names, digits and marks are taken out, if that is too little to stand on its own; else undefined. */
function withoutNames(text: string, names: string[]): string | undefined {
  const known = names
    .map((name) => name.normalize("NFKC").toLowerCase().trim())
    .filter((name) => name.length >= NAME_LENGTH_MIN)
    .sort((a, b) => b.length - a.length);
  let left = text;
  for (const name of known) left = left.replaceAll(name, "");
  if (left === text) return undefined;
  left = left.replace(/[\d\s\p{P}\p{S}]/gu, "");
  return left.length < OWN_CHARACTERS_MIN ? left : undefined;
}
