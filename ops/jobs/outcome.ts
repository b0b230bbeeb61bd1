import { decodeMessage, encodeMessage, message, type Said, sourceText } from "#messages/message.ts";

/** How a job that failed begins in the table; the checks and every process know it by that. */
export const FAILED = "failed";

const CHARACTERS_MAX = 500;

/** How a job went, as it stands in its row. What is too long for that is kept in English, and cut. */
export function encodeOutcome(state: "done" | "failed", words: Said): string {
  const prefix = state === "failed" ? `${FAILED}: ` : "";
  const encoded = prefix + (typeof words === "string" ? words : encodeMessage(words));
  return encoded.length <= CHARACTERS_MAX ? encoded : (prefix + sourceText(words)).slice(0, CHARACTERS_MAX);
}

export function decodeOutcome(stored: string): Said {
  if (!stored.startsWith(`${FAILED}: `)) return decodeMessage(stored);
  return message("jobs.failed", { why: decodeMessage(stored.slice(FAILED.length + 2)) });
}
