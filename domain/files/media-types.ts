import { fileTypeFromBuffer } from "file-type";
import { isValidPicture } from "./is-valid-picture.ts";
import { isValidArchive } from "./is-valid-archive.ts";
import { detectCharset } from "./detect-charset.ts";

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

/** Formats that are written in ordinary characters. Every other one has some that no text has. */
const WRITTEN = new Set(["application/xml", "image/svg+xml", "application/rtf", "application/postscript"]);

/** What names and senders call a text. */
const TEXT_NAME = /\.(txt|text|csv|tsv|md|markdown|log|srt|vtt|tex|bib|json|ya?ml)$/i;

/** What a file is. `isWhole` is false where it begins like something and does not go on like it, or says that it is enormous. */
export type FoundType = { mediaType: string; isWhole: boolean };

/**
 * What the bytes are, by all that is known of them. Whoever begins with the right bytes is not yet a picture or a document: it
 * must be built like one, and what holds nothing but letters is a text, whatever its first ones are. What the name and the
 * sender (`declaredType`) say counts only between texts that the bytes leave open. Undefined when they are nothing known.
 */
export async function findMediaType(
  bytes: Uint8Array,
  name: string,
  declaredType = "",
): Promise<FoundType | undefined> {
  const found = (await fileTypeFromBuffer(bytes))?.mime.split(";")[0] ?? "";
  const mediaType = ALIASES[found] ?? found;
  const saysText = TEXT_NAME.test(name) || /^text\//i.test(declaredType);
  const charset = detectCharset(bytes, saysText);
  if (charset !== undefined && !WRITTEN.has(mediaType) && !(mediaType === "application/pdf" && isPdf(bytes))) {
    const kind = /\.csv$/i.test(name) ? "text/csv" : "text/plain";
    return { mediaType: charset === "utf-8" ? kind : `${kind};charset=${charset}`, isWhole: true };
  }
  return mediaType === "" ? undefined : { mediaType, isWhole: isBuiltLike(bytes, mediaType) };
}

/** A media type without what may be said of it. */
export const stripMediaTypeParameters = (mediaType: string) => mediaType.split(";", 1)[0] ?? "";

function isBuiltLike(bytes: Uint8Array, mediaType: string): boolean {
  if ((PICTURES as readonly string[]).includes(mediaType)) return isValidPicture(bytes, mediaType);
  if ((OFFICE as readonly string[]).includes(mediaType)) return isValidArchive(bytes);
  return mediaType !== "application/pdf" || isPdf(bytes);
}

/** ISO 32000-1, 7.5.5: near its end a document says where its table begins. What was cut off does not. */
function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf("startxref") !== -1;
}

/** What a browser may show by itself, in a sandbox without scripts. Everything else is only ever downloaded. */
export function isShownInline(mediaType: string): boolean {
  return /^(image|audio|video)\//.test(mediaType);
}
