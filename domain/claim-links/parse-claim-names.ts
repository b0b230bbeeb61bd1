import { hasLink } from "../accounts/has-link.ts";
import { explainEmailProblem, readEmail } from "../kernel/email-address.ts";
import { parseTypedNumber } from "../kernel/parse-typed-number.ts";
import { cleanLine, countCharacters, isVisible } from "../kernel/text-inputs.ts";
import { message, type Said } from "#messages/message.ts";

/** For whom a place is meant, as the buyer says: a name, an address to mail the link to, both or none. */
export type ClaimNames = { name: string; email: string | null };

/** So many places one order takes at most; a school class and its teachers. */
export const CLAIM_PLACES_MAX = 30;
const NAME_CHARACTERS_MAX = 200;

/**
 * Reads a list as people have it, from a letter, a table or a mail program: a line for each, `Mia Keller`, `Mia Keller, mia@example.org`,
 * `Mia Keller <mia@example.org>` or the address alone. Blank lines count for nothing. Says of the first line that cannot be read what is
 * wrong with it, and with which.
 */
export function parseClaimNames(typed: string): { names: ClaimNames[] } | { problem: Said } {
  const names: ClaimNames[] = [];
  for (const [at, line] of typed.split(/\r\n?|\n/).entries()) {
    if (!isVisible(line)) continue;
    const parsed = parseLine(line);
    if ("problem" in parsed)
      return { problem: message("enrol_others.line_problem", { line: at + 1, what: parsed.problem }) };
    names.push(parsed);
  }
  const twice = findTwice(names);
  return twice === undefined ? { names } : { problem: message("enrol_others.address_twice", { email: twice }) };
}

/** As mail programs write an address. Other such marks are a part of the name, as it was typed. */
const AROUND_ADDRESS = /<([^<>]*@[^<>]*)>/g;

function parseLine(line: string): ClaimNames | { problem: Said } {
  const parts = line
    .replace(AROUND_ADDRESS, " $1 ")
    .replaceAll('"', " ")
    .split(/[,;\t]/)
    .flatMap(splitAddress)
    .map(cleanLine)
    .filter(isVisible);
  const addresses = parts.filter((part) => part.includes("@"));
  const name = parts.filter((part) => !part.includes("@")).join(" ");
  if (addresses.length > 1) return { problem: message("enrol_others.one_address") };
  if (countCharacters(name) > NAME_CHARACTERS_MAX) return { problem: message("fields.under_200") };
  const [typed] = addresses;
  if (typed === undefined && hasMore(line)) return { problem: message("enrol_others.no_address") };
  if (hasLink(name)) return { problem: message("fields.name_without_link") };
  if (typed === undefined) return { name, email: null };
  const read = readEmail(typed);
  return "email" in read ? { name, email: read.email } : { problem: explainEmailProblem(read.problem) };
}

/** A comma announces an address: `Mia, not-a-mail` is a slip, and no name. */
const hasMore = (line: string) => line.split(/[,;]/).slice(1).some(isVisible);

/** `Mia Keller mia@example.org`: the word with the sign is the address. */
function splitAddress(part: string): string[] {
  const words = part.trim().split(/\s+/);
  const addresses = words.filter((word) => word.includes("@"));
  return addresses.length === 0 ? [part] : [words.filter((word) => !word.includes("@")).join(" "), ...addresses];
}

/** One person claims one place of a cohort, so an address that stands twice is a slip. */
function findTwice(names: readonly ClaimNames[]): string | undefined {
  const seen = new Set<string>();
  for (const { email } of names) {
    if (email === null) continue;
    if (seen.has(email)) return email;
    seen.add(email);
  }
  return undefined;
}

/** A number of places as it was typed: none where nothing was. Says what is wrong with what is no whole number. */
export function parsePlaceCount(typed: string): { count: number | undefined } | { problem: Said } {
  if (typed === "") return { count: undefined };
  const count = parseTypedNumber(typed) ?? 0;
  return count > 0 ? { count } : { problem: message("enrol_others.whole_number", { most: CLAIM_PLACES_MAX }) };
}

/**
 * How many places: as many as was typed, or as there are names; those without a name are handed out by their link. Says what is wrong with
 * the number.
 */
export function countPlaces(
  typed: number | undefined,
  names: readonly ClaimNames[],
): { places: ClaimNames[] } | { problem: Said } {
  const count = typed ?? names.length;
  if (count < 1) return { problem: message("enrol_others.say_how_many") };
  if (count > CLAIM_PLACES_MAX) return { problem: message("enrol_others.too_many", { most: CLAIM_PLACES_MAX }) };
  if (count < names.length) {
    return { problem: message("enrol_others.more_names", { names: names.length, count }) };
  }
  return { places: Array.from({ length: count }, (_, at) => names[at] ?? { name: "", email: null }) };
}
