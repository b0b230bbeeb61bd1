import type { Translator } from "#messages/create-translator.ts";
import type { Said } from "#messages/message.ts";

type Finding = { words: Said; mend?: Said | undefined };

/** What is wrong, and what mends it, in the language of whoever reads it. */
export function formatFinding<Found extends Finding>(
  found: Found,
  t: Pick<Translator, "format">,
): Omit<Found, "words" | "mend"> & { words: string; mend?: string } {
  const { words, mend, ...rest } = found;
  return { ...rest, words: t.format(words), ...(mend && { mend: t.format(mend) }) };
}
