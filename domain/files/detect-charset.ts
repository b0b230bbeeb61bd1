/** How a text's bytes are to be read. `unknown-8bit` (RFC 1428): one byte a character, in whichever of many tables. */
export type Charset = "utf-8" | "utf-16le" | "utf-16be" | "unknown-8bit";

/** Tabs, line breaks and form feeds are what a text has of the first 32 characters. */
const IS_PLAIN = (code: number) => code >= 0x20 || code === 9 || code === 10 || code === 12 || code === 13;

/** Of text in a European language in UTF-16, at least this part has one byte that is zero. */
const ZEROS_MIN = 0.3;

/**
 * Whether the bytes are a text, and in which encoding. UTF-8 shows by itself, UTF-16 by its first two bytes. Without them, and
 * in Windows-1252 and its relatives, nearly anything could be a text: then `saysText`, what the name or the sender says, decides.
 */
export function detectCharset(bytes: Uint8Array, saysText: boolean): Charset | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return decoded(bytes, "utf-16be");
  if (bytes.every(IS_PLAIN))
    return decoded(bytes, "utf-8") ?? (saysText && !bytes.includes(0x7f) ? "unknown-8bit" : undefined);
  if (!saysText) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = bytes.length / 2;
  if ((zeros[1] ?? 0) / half >= ZEROS_MIN && zeros[0] === 0) return decoded(bytes, "utf-16le");
  if ((zeros[0] ?? 0) / half >= ZEROS_MIN && zeros[1] === 0) return decoded(bytes, "utf-16be");
  return undefined;
}

function decoded(bytes: Uint8Array, charset: Exclude<Charset, "unknown-8bit">): Charset | undefined {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    for (let at = 0; at < text.length; at++) if (!IS_PLAIN(text.charCodeAt(at))) return undefined;
    return charset;
  } catch {
    return undefined;
  }
}
