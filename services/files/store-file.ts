import { addFile } from "#domain/files/add-file.ts";
import { storeUpload, type Upload } from "#domain/files/uploads.ts";
import type { UploadPurpose } from "#domain/files/media-types.ts";
import { runtime, type WriteAs, write } from "#runtime";

/**
 * Stores one file that a form has sent, its bytes first and its row after, and gives back the row's id. Whether its sender may change
 * what it is for must be asked before. What is wrong with it is said beside `field`. Pictures are public.
 */
export async function storeFile(
  as: WriteAs,
  upload: Upload,
  { purpose, field }: { purpose: UploadPurpose; field: string },
): Promise<string> {
  const stored = await storeUpload(runtime().files, upload, purpose, field);
  return write(as, (ctx) => addFile(ctx, stored, { isPublic: purpose === "picture" }));
}
