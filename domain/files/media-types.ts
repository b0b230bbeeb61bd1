import { fileTypeFromBuffer } from "file-type";

const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;
const TEXTS = ["text/plain", "text/csv", "application/pdf"] as const;
const OFFICE = [
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation",
] as const;
const RECORDINGS = [
  "video/mp4",
  "video/webm",
  "audio/mpeg",
  "audio/mp4",
  "audio/x-m4a",
  "audio/ogg",
  "audio/wav",
] as const;

/** Which media types are taken where. What is on no list is refused: programs, archives, web pages, drawings with scripts. */
export const ALLOWED_TYPES = {
  picture: PICTURES,
  attachment: [...PICTURES, ...TEXTS, ...OFFICE],
  material: [...PICTURES, ...TEXTS, ...OFFICE, ...RECORDINGS],
} as const satisfies Record<string, readonly string[]>;

export type UploadPurpose = keyof typeof ALLOWED_TYPES;

/** Names that differ from one sniffer to another for the same thing. */
const ALIASES: Record<string, string> = { "audio/vnd.wave": "audio/wav", "audio/wave": "audio/wav" };

/**
 * What the bytes are, judged by themselves: what an upload claims to be and how its name ends count for nothing, except
 * that a plain text whose name ends in .csv is a table. Undefined when they are nothing known.
 */
export async function sniffMediaType(bytes: Uint8Array, name: string): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(bytes);
  if (found) {
    const [mime = ""] = found.mime.split(";");
    return ALIASES[mime] ?? mime;
  }
  if (!isPlainText(bytes)) return undefined;
  return /\.csv$/i.test(name) ? "text/csv" : "text/plain";
}

/** Whether the bytes are UTF-8 and hold no control characters but tabs, line breaks and form feeds. */
function isPlainText(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What a browser may show by itself, in a sandbox without scripts. Everything else is only ever downloaded. */
export function isShownInline(mediaType: string): boolean {
  return /^(image|audio|video)\//.test(mediaType);
}
