/**
 * A name or a title for the middle of a sentence. Letters that are written from right to left would otherwise draw the words
 * after them to their other side, so such a text stands between the two signs that keep it apart (FSI and PDI of Unicode's
 * UAX 9), and any other stays as it is.
 */
export function isolateText(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
