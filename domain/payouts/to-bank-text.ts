/** Letters that do not come apart into a letter and a mark, as banks and passports write them. */
const SPELLED: ReadonlyMap<string, string> = new Map([
  ...([
    ["ä", "ae"],
    ["ö", "oe"],
    ["ü", "ue"],
    ["Ä", "Ae"],
    ["Ö", "Oe"],
    ["Ü", "Ue"],
    ["ß", "ss"],
    ["ẞ", "SS"],
  ] as const),
  ...([
    ["æ", "ae"],
    ["Æ", "Ae"],
    ["œ", "oe"],
    ["Œ", "Oe"],
    ["ø", "o"],
    ["Ø", "O"],
    ["å", "a"],
    ["Å", "A"],
  ] as const),
  ...([
    ["ł", "l"],
    ["Ł", "L"],
    ["đ", "d"],
    ["Đ", "D"],
    ["ð", "d"],
    ["Ð", "D"],
    ["þ", "th"],
    ["Þ", "Th"],
  ] as const),
  ...([
    ["ı", "i"],
    ["ŋ", "n"],
    ["&", "+"],
    ["’", "'"],
    ["‘", "'"],
    ["`", "'"],
    ["_", "-"],
  ] as const),
  ...([
    ["–", "-"],
    ["—", "-"],
    ["‐", "-"],
    ["‑", "-"],
  ] as const),
]);

/**
 * A text in the letters that every bank of the euro area and of Switzerland takes (a–z, digits, and / - ? : ( ) . , ' + and blanks), at
 * most so many of them. Umlauts and accents are spelled out; letters of another script are left out, so that the result may be empty.
 */
export function toBankText(text: string, charactersMax: number): string {
  const spelled = [...text.normalize("NFC")].map((letter) => SPELLED.get(letter) ?? letter).join("");
  const plain = spelled.normalize("NFKD").replace(/\p{M}/gu, "");
  const line = plain.replace(/[^A-Za-z0-9/?:().,'+ -]/g, " ").replace(/\/{2,}/g, "/");
  // A slash may neither begin nor end a field: banks take it for a mark of their own.
  const trim = (each: string) => each.replace(/^[/ ]+|[/ ]+$/g, "");
  return trim(trim(line.replace(/ +/g, " ")).slice(0, charactersMax));
}
