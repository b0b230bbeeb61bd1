/**
 * A name or a title for the middle of a sentence. Letters that are written in the other direction than the sentence would draw
 * the words or signs after them to their other side, so such a text stands between the two signs that keep it apart (FSI and
 * PDI of Unicode's UAX 9), and any other stays as it is. A text in which something stands apart already is a phrase of ours, in
 * the sentence's direction: kept apart as a whole it would take the direction of the first word in it that is not.
 */
export function isolateText(text: string, direction: "ltr" | "rtl" = "ltr"): string {
  if (text === "" || text.includes(APART)) return text;
  const needsIt = direction === "ltr" ? RIGHT_TO_LEFT.test(text) : !KEEPS_TOGETHER.test(text);
  return needsIt ? `${APART}${text}\u2069` : text;
}

const APART = "\u2068";
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What stays one piece from right to left: a number, or Latin letters that no sign begins or ends. So a code can be copied as it is. */
const KEEPS_TOGETHER = /^(\d+|\p{Script=Latin}([^\u0590-\u08ff]*[\p{Script=Latin}\d])?)$/u;
