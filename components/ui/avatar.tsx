import { cx } from "./cx.ts";

export type AvatarProps = { name: string; size?: "s" | "m" | "l"; className?: string };

// Each ground carries white letters at 4.5:1 or more, in both themes.
const grounds = ["#7a6a86", "#80694a", "#5b7553", "#4f7183", "#8a5f5f", "#69709a", "#43766f", "#85617c"];

const sizes = { s: "size-7 text-[11px]", m: "size-[38px] text-small", l: "size-14 text-lede" };

/** Scripts whose letters join: two that stand together would be read as one word. */
const JOINING = /^[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Nko}]/u;

/**
 * The first letters of the first and the last word of a name; one for a single word. A letter is what a reader takes for one,
 * with its marks. Words without letters (an emoji, a sign) count only when there are no others.
 */
export function initials(name: string): string {
  const words = name.split(/[\s\p{Z}]+/u).map((word) => word.replace(/^[\p{P}\p{S}\p{Cf}]+(?=\p{L})/u, ""));
  const lettered = words.filter((word) => /^\p{L}/u.test(word));
  const [first = "", ...others] = lettered.length > 0 ? lettered : words.filter(Boolean).slice(0, 1);
  const last = JOINING.test(first) ? undefined : others.at(-1);
  return [first, last].map((word) => upper(firstLetter(word ?? ""))).join("");
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function firstLetter(word: string): string {
  // Most begin with one of these, which takes no mark unless one follows.
  if (/^[a-z][\x20-\x7e]/i.test(word)) return word.charAt(0);
  const letters = graphemes.segment(word);
  return letters[Symbol.iterator]().next().value?.segment ?? "";
}

/** Georgian writes names in its small letters alone, and what would become two letters stays one. */
function upper(letter: string): string {
  const large = letter.toUpperCase();
  return /\p{sc=Georgian}/u.test(letter) || large.length !== letter.length ? letter : large;
}

/** The same name always has the same colour. */
function groundOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return grounds[sum % grounds.length] ?? "#7a6a86";
}

/** What a face shows, for whoever draws one in a browser. */
export const faceOf = (name: string) => ({ initials: initials(name), ground: groundOf(name) });

/** A face where there is no picture. The name stands beside it, so screen readers skip it. */
export function Avatar({ name, size = "m", className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      style={{ backgroundColor: groundOf(name), color: "#ffffff" }}
      className={cx("grid flex-none select-none place-items-center rounded-full font-semibold", sizes[size], className)}
    >
      {initials(name)}
    </span>
  );
}
