import { cx } from "./cx.ts";

export type AvatarProps = { name: string; size?: "s" | "m" | "l"; className?: string };

// Each ground carries white letters at 4.5:1 or more, in both themes.
const grounds = ["#7a6a86", "#80694a", "#5b7553", "#4f7183", "#8a5f5f", "#69709a", "#43766f", "#85617c"];

const sizes = { s: "size-7 text-[11px]", m: "size-[38px] text-small", l: "size-14 text-lede" };

/** The first letters of the first and the last word of a name; one letter for a single word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return picked
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase("en");
}

/** The same name always has the same colour. */
function groundOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return grounds[sum % grounds.length] ?? "#7a6a86";
}

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
