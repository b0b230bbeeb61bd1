/*
 * Names of languages (BCP 47). The runtime has a name for each that it knows: what has none, or only that of a part that is unknown,
 * was mistyped.
 */

/** Subtags for a script and for a region that nobody knows, which have a name all the same. */
const UNKNOWN_PART = /-zzzz\b|-zz\b/i;

let names: Intl.DisplayNames | undefined;

/** Whether this is the tag of a language that exists: `de`, `pt-BR`, `zh-Hant-TW`. */
export function isLanguage(tag: string): boolean {
  names ??= new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  try {
    return !UNKNOWN_PART.test(tag) && names.of(tag) !== undefined;
  } catch {
    return false;
  }
}
