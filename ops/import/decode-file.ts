import jschardet from "jschardet";
import { MessageError } from "#messages/message-error.ts";
import { type Message, message } from "#messages/message.ts";

/** The encoding of a file is unknown or ambiguous. The message says why, and which option to give or how to save the file. */
export class UnreadableFileError extends MessageError {
  override name = "UnreadableFileError";
}

export type DecodedFile = { text: string; encoding: string };

/** Binary formats, recognised by their magic number. */
const OTHER_FILES: readonly [start: number[], what: Message][] = [
  [[0x50, 0x4b, 0x03, 0x04], message("imports.spreadsheet_or_zip")],
  [[0xd0, 0xcf, 0x11, 0xe0], message("imports.old_excel_file")],
  [[0x25, 0x50, 0x44, 0x46], message("imports.pdf")],
  [[0x1f, 0x8b], message("imports.compressed_file")],
];

/** Byte order marks: U+FEFF as each encoding writes it. */
const MARKS: readonly [start: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** How much non-ASCII text the detection gets; more would only take time. */
const SAMPLE_BYTES_MAX = 32 * 1024;
/** By how much the best guess must beat the next one that decodes to other letters. */
const SURE_BY = 1.3;

const begins = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);

/**
 * The text of a file. Finds the encoding by its byte order mark, by trying UTF-8, and else by the letters themselves. Refuses
 * what is no text, what is broken, and what could be read in two ways; `encoding` (a name of the WHATWG Encoding Standard, such
 * as `windows-1252`) settles it. Line ends become `\n`.
 */
export function decodeFile(bytes: Uint8Array, encoding?: string): DecodedFile {
  const other = OTHER_FILES.find(([start]) => begins(bytes, start))?.[1];
  if (other) throw new UnreadableFileError(message("imports.file_is_no_csv", { what: other }));
  const found = encoding ? asSaid(bytes, encoding) : detect(bytes);
  if (found.text.includes("\0")) {
    throw new UnreadableFileError(message("imports.file_is_no_text"));
  }
  return { ...found, text: found.text.replaceAll("\ufeff", "").replace(/\r\n?/g, "\n") };
}

function asSaid(bytes: Uint8Array, encoding: string): DecodedFile {
  const name = decoderName(encoding);
  if (!name) throw new UnreadableFileError(message("imports.no_such_encoding", { encoding }));
  const text = decode(bytes, name);
  if (text !== undefined) return { text, encoding: name };
  throw new UnreadableFileError(
    message("imports.file_is_not_in_encoding", { encoding: name, line: badLine(bytes, name) }),
  );
}

function detect(bytes: Uint8Array): DecodedFile {
  const marked = MARKS.find(([start]) => begins(bytes, start))?.[1] ?? wideWithoutMark(bytes);
  if (marked) return asSaid(bytes, marked);
  const text = decode(bytes, "utf-8");
  if (text !== undefined) return { text, encoding: "utf-8" };
  if (hasOtherUtf8(bytes)) {
    throw new UnreadableFileError(message("imports.line_is_not_utf_8", { line: badLine(bytes, "utf-8") }));
  }
  return guess(bytes);
}

/** UTF-16 of mostly Latin text has a zero in every other byte; no other text has any. */
function wideWithoutMark(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 1_000);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even === 0) return "utf-16le";
  return even > sample.length / 4 && odd === 0 ? "utf-16be" : undefined;
}

/** Whether there are non-ASCII letters in UTF-8 beside bytes that are not UTF-8. */
function hasOtherUtf8(bytes: Uint8Array): boolean {
  return /[^\x00-\x7f\ufffd]/.test(new TextDecoder("utf-8").decode(bytes));
}

/** A capital or a sign in the middle of a word, which the wrong encoding makes of a letter: `fŸr`, `дл€`. */
const UNLIKELY = /\p{Ll}(?![\0-\x7f])[\p{Lu}\p{S}]/u;
/** Letters of two alphabets in one word: `papא`. */
const MIXED =
  /[A-Za-z](?=[\p{Script=Hebrew}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}])|[\p{Script=Hebrew}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}](?=[A-Za-z])/u;
/** One sign of a script without spaces inside a word of another, which encodings of two bytes make of a letter and the one behind it: `Z鄄ICH`. */
const IMPOSSIBLE = /[A-Za-z][\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}](?=[A-Za-z])/u;

/** The letters and signs beside ASCII that German, French, Spanish and English are written with. */
const WESTERN = /^[\0-\x7fäöüßÄÖÜàâæçéèêëîïôœùûÀÂÆÇÉÈÊËÎÏÔŒÙÛñáíóúÑÁÍÓÚ¡¿’«»„“”–—…€£§°·\u00a0]*$/;
/** Three such letters in a row, or a sign inside a word, are another encoding's letters. */
const NOT_WESTERN = /[^\0-\x7f\u00a0’]{3}|\p{L}[«»„“”…€£§°·\u00a0]\p{Ll}/u;

/**
 * A few words tell the detector little: it takes `ZÜRICH` for Chinese and `Genève` for Czech. What reads as German, French or Spanish through and through is that:
 * the letters of other languages that share the encoding's bytes show as letters which these have not.
 */
function asWestern(bytes: Uint8Array): DecodedFile | undefined {
  const text = decode(bytes, "windows-1252");
  if (text === undefined || !WESTERN.test(text) || NOT_WESTERN.test(text)) return undefined;
  return { text, encoding: "windows-1252" };
}

type Reading = DecodedFile & { confidence: number };

function guess(bytes: Uint8Array): DecodedFile {
  const western = asWestern(bytes);
  if (western) return western;
  const sample = notAsciiLines(bytes);
  const readings: Reading[] = [];
  for (const { encoding, confidence } of jschardet.detectAll(sample)) {
    const name = encoding && decoderName(encoding);
    const text = name ? decode(bytes, name) : undefined;
    if (name && text !== undefined && !/[\u0080-\u009f]/.test(text) && !IMPOSSIBLE.test(text)) {
      const doubts = (UNLIKELY.test(text) ? 2 : 1) * (MIXED.test(text) ? 4 : 1);
      readings.push({ text, encoding: name, confidence: confidence / doubts });
    }
  }
  readings.sort((a, b) => b.confidence - a.confidence);
  const [best, ...rest] = readings;
  if (!best) throw new UnreadableFileError(message("imports.encoding_unknown"));
  const rival = rest.find(({ text }) => text !== best.text);
  if (!rival || best.confidence >= SURE_BY * rival.confidence) return best;
  const shown = [best, rival].map(({ encoding, text }) => `  ${encoding}: ${firstDifference(text, best, rival)}`);
  throw new UnreadableFileError(message("imports.encoding_unsure", { readings: shown.join("\n") }));
}

/** How many characters are shown around the first letter that two encodings decode differently. */
const BEFORE = 60;
const BEHIND = 50;

/** The line of that letter, from its beginning or, when it is long, from a word on. */
function firstDifference(text: string, best: Reading, rival: Reading): string {
  let at = 0;
  while (at < best.text.length && best.text[at] === rival.text[at]) at++;
  const lineStart = Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
  const before = text.slice(lineStart, at);
  const shown = before.length <= BEFORE ? before : `…${before.slice(-BEFORE).replace(/^[^\s,;|]*[\s,;|]/, "")}`;
  const [behind = ""] = text.slice(at).split(/[\r\n]/, 1);
  return shown + (behind.length <= BEHIND ? behind : `${behind.slice(0, BEHIND)}…`);
}

/** The lines with non-ASCII letters: only they tell something about the encoding. */
function notAsciiLines(bytes: Uint8Array): Buffer {
  const lines: Buffer[] = [];
  let size = 0;
  for (const line of Buffer.from(bytes).toString("latin1").split("\n")) {
    if (!/[\x80-\xff]/.test(line)) continue;
    lines.push(Buffer.from(`${line.slice(0, SAMPLE_BYTES_MAX)}\n`, "latin1"));
    size += line.length;
    if (size > SAMPLE_BYTES_MAX) break;
  }
  return Buffer.concat(lines);
}

/** The detector's names of encodings for which the WHATWG standard has another name. */
const NAMES: Record<string, string> = {
  cp932: "shift_jis",
  cp949: "euc-kr",
  uhc: "euc-kr",
  macroman: "macintosh",
  maccyrillic: "x-mac-cyrillic",
  "iso8859-16": "iso-8859-16",
};

/** The name under which the platform decodes it; undefined for one that it does not know. */
function decoderName(encoding: string): string | undefined {
  try {
    return new TextDecoder(NAMES[encoding.toLowerCase()] ?? encoding).encoding;
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function badLine(bytes: Uint8Array, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes);
  const at = text.indexOf("\ufffd");
  return text.slice(0, at < 0 ? undefined : at).split("\n").length;
}
