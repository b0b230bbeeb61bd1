import { assertQuota } from "#domain/files/assert-quota.ts";
import { storeEachUpload, type Upload } from "#domain/files/uploads.ts";
import type { StoredFile } from "#domain/files/store.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { limitUploads } from "./limit-uploads.ts";
import { reading, runtime, type WriteAs } from "#runtime";

/**
 * Stores the files that come with a message, in a form or in the JSON of a request, before the write whose verb makes their rows.
 * `mayWrite` refuses whoever may not write the message: it is asked before the first byte is stored, and the verb asks again.
 * `fieldOf` names the field that says what is wrong with a file, by its place.
 */
export async function storeAttachments(
  as: WriteAs & { address?: string },
  uploads: readonly Upload[],
  { mayWrite, fieldOf }: { mayWrite: (ctx: ReadCtx) => Promise<void>; fieldOf: (place: number) => string },
): Promise<StoredFile[]> {
  if (uploads.length === 0) return [];
  const read = reading(as.actor);
  await mayWrite(read);
  const addedBytes = uploads.reduce((sum, { size }) => sum + size, 0);
  await assertQuota(read, { addedBytes, bytesMax: runtime().config.uploads.bytesMax, field: "attachments" });
  await limitUploads(as);
  return storeEachUpload(runtime().files, uploads, fieldOf);
}
