import { listChosenFiles } from "#domain/files/uploads.ts";
import type { StoredFile } from "#domain/files/store.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { storeAttachments } from "#services/files/store-attachments.ts";
import type { Command } from "./action.ts";

/** The name of the field in which every form sends its files. */
const FIELD = "attachments";

/** Stores the files that came with a form, and says what is wrong with one beside its field. */
export async function storeUploads(
  { actor, requestId, address, form }: Command,
  mayWrite: (ctx: ReadCtx) => Promise<void>,
): Promise<StoredFile[]> {
  const uploads = listChosenFiles(form.getAll(FIELD));
  return storeAttachments({ actor, requestId, address }, uploads, { mayWrite, fieldOf: () => FIELD });
}
