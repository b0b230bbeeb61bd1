/**
 * The one form in which texts are searched: lower case, without accents, one space between words. Both engines search the
 * same text, so they find the same courses.
 */
export function searchText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/æ/g, "ae")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .replace(/\s+/g, " ")
    .trim();
}

/** The words of a search, each to be found somewhere. Bounded, because each costs a look. */
export function searchWords(query: string): string[] {
  return searchText(query).split(" ").filter(Boolean).slice(0, 8);
}

/** A text as the pattern of a LIKE, with `\` as the escape character. */
export function likePart(word: string): string {
  return `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
