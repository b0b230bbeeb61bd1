import { Refusal } from "../kernel/refusal.ts";
import { cleanFileName } from "./file-name.ts";
import { ATTACHMENTS_MAX, SIZE_MEGABYTES_MAX, sizeBytesMax } from "./limits.ts";
import { ALLOWED_TYPES, sniffMediaType, type UploadPurpose } from "./media-types.ts";
import type { FileStore, StoredFile } from "./store.ts";

/** A file as a form sends it. */
export type Upload = { name: string; size: number; arrayBuffer(): Promise<ArrayBuffer> };

/**
 * Keeps one upload's bytes, before and outside the transaction whose row will speak of them: bytes without a row are
 * harmless, a row without bytes is not. Refuses what is too large and what is of no kind that is taken here; `field` is the
 * form's field that says so.
 */
export async function keepUpload(
  store: FileStore,
  upload: Upload,
  purpose: UploadPurpose,
  field = "file",
): Promise<StoredFile> {
  const name = cleanFileName(upload.name);
  if (upload.size > sizeBytesMax(purpose)) {
    const words = `${name} is too large: at most ${SIZE_MEGABYTES_MAX[purpose]} MB can be sent.`;
    throw new Refusal("file_too_large", { fields: { [field]: words } });
  }
  const bytes = new Uint8Array(await upload.arrayBuffer());
  const mediaType = await sniffMediaType(bytes, name);
  const allowed: readonly string[] = ALLOWED_TYPES[purpose];
  if (mediaType === undefined || !allowed.includes(mediaType)) {
    const words = `${name} is not a kind of file that we take here. Send ${WANTED[purpose]}.`;
    throw new Refusal("file_type_refused", { fields: { [field]: words } });
  }
  return { sha256: await store.put(bytes), name, mediaType, sizeBytes: bytes.length };
}

const WANTED: Record<UploadPurpose, string> = {
  picture: "a PNG, JPEG, WebP or GIF picture",
  attachment: "a picture, a PDF, a text, a table or an office document",
  material: "a picture, a PDF, a text, an office document, a video or a recording",
};

/** Keeps what came with a message. An empty file field arrives as a file without bytes and is no upload. */
export async function keepAttachments(
  store: FileStore,
  sent: readonly unknown[],
  field: string,
): Promise<StoredFile[]> {
  const uploads = sent.filter(isUpload);
  if (uploads.length > ATTACHMENTS_MAX) {
    const words = `At most ${ATTACHMENTS_MAX} files go with one message; you chose ${uploads.length}.`;
    throw new Refusal("body_too_large", { fields: { [field]: words } });
  }
  const kept: StoredFile[] = [];
  for (const upload of uploads) kept.push(await keepUpload(store, upload, "attachment", field));
  return kept;
}

function isUpload(value: unknown): value is Upload {
  return value instanceof Blob && "name" in value && typeof value.name === "string" && value.size > 0;
}
