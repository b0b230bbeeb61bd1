import { message } from "#messages/message.ts";
import { Refusal } from "../kernel/refusal.ts";
import { cleanFileName } from "./file-name.ts";
import { fixFileExtension } from "./fix-file-extension.ts";
import { ATTACHMENTS_MAX, SIZE_MEGABYTES_MAX, getSizeBytesMax } from "./limits.ts";
import { ALLOWED_TYPES, findMediaType, stripMediaTypeParameters, type UploadPurpose } from "./media-types.ts";
import { describeRefusedFile } from "./describe-refused-file.ts";
import type { FileStore, StoredFile } from "./store.ts";
import { stripPictureMetadata } from "./strip-picture-metadata.ts";

/** A file as a form sends it; `type` is what the sender calls it. */
export type Upload = { name: string; size: number; type?: string; arrayBuffer(): Promise<ArrayBuffer> };

/**
 * Keeps one upload's bytes, before and outside the transaction whose row will speak of them: bytes without a row are
 * harmless, a row without bytes is not. Refuses what is empty or too large, what is of no kind that is taken here, what is not whole, and
 * what the scanner does not find clean; `field` is the form's field that says so. The name ends as what the bytes are.
 */
export async function storeUpload(
  store: FileStore,
  upload: Upload,
  purpose: UploadPurpose,
  field = "file",
): Promise<StoredFile> {
  const name = cleanFileName(upload.name);
  if (upload.size === 0) {
    const words = message("refusals.file_empty", { name });
    throw new Refusal("file_type_refused", { words, fields: { [field]: words } });
  }
  if (upload.size > getSizeBytesMax(purpose)) {
    const words = message("refusals.file_too_large_named", { name, megabytes: SIZE_MEGABYTES_MAX[purpose] });
    throw new Refusal("file_too_large", { fields: { [field]: words } });
  }
  const bytes = new Uint8Array(await upload.arrayBuffer());
  const found = await findMediaType(bytes, name, upload.type);
  const allowed: readonly string[] = ALLOWED_TYPES[purpose];
  if (found === undefined || !allowed.includes(stripMediaTypeParameters(found.mediaType))) {
    throw new Refusal("file_type_refused", {
      fields: { [field]: describeRefusedFile(name, found?.mediaType, purpose) },
    });
  }
  if (!found.isWhole)
    throw new Refusal("file_type_refused", { fields: { [field]: message("refusals.file_damaged", { name }) } });
  await assertClean(store, bytes, { name, field });
  const { mediaType } = found;
  // Everybody sees a course's picture and the school's logo; an attachment is kept as it was sent.
  const kept = purpose === "picture" ? stripPictureMetadata(bytes, mediaType) : bytes;
  return {
    sha256: await store.put(kept),
    name: fixFileExtension(name, mediaType),
    mediaType,
    sizeBytes: kept.length,
  };
}

/** Where the operator has named a scanner, what it did not look at is not kept. */
async function assertClean(
  { scanner }: FileStore,
  bytes: Uint8Array,
  { name, field }: { name: string; field: string },
) {
  if (!scanner) return;
  const result = await scanner.scan(bytes).catch((cause: unknown) => {
    const words = message("refusals.file_unscanned", { name });
    throw new Refusal("scanner_unavailable", { fields: { [field]: words }, cause });
  });
  if (result.isClean) return;
  const words = message("refusals.file_infected_named", { name, virus: result.name });
  throw new Refusal("file_infected", { fields: { [field]: words } });
}

/** Keeps what came with a message. */
export async function storeEachUpload(
  store: FileStore,
  uploads: readonly Upload[],
  fieldOf: (place: number) => string,
): Promise<StoredFile[]> {
  if (uploads.length > ATTACHMENTS_MAX) {
    const words = message("refusals.files_max", { max: ATTACHMENTS_MAX, count: uploads.length });
    throw new Refusal("body_too_large", { fields: { [fieldOf(0)]: words } });
  }
  const kept: StoredFile[] = [];
  for (const [place, upload] of uploads.entries()) {
    kept.push(await storeUpload(store, upload, "attachment", fieldOf(place)));
  }
  return kept;
}

/**
 * The files among what a field sent. A field in which nothing was chosen arrives as a file without bytes, called nothing or, where
 * the browser's script sent the form, "undefined". Whoever chose an empty file is told so and not left to think that it was sent.
 */
export function listChosenFiles(sent: readonly unknown[]): Upload[] {
  return sent.filter(isUpload).filter(({ name, size }) => size > 0 || (name !== "" && name !== "undefined"));
}

function isUpload(value: unknown): value is Upload {
  return value instanceof Blob && "name" in value && typeof value.name === "string";
}
