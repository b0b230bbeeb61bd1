import { assertQuota } from "#domain/files/assert-quota.ts";
import { chosenFiles, keepAttachments } from "#domain/files/keep-uploads.ts";
import { HOUR_MS } from "#domain/kernel/clock.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { sourceOf } from "#domain/kernel/networks.ts";
import type { StoredFile } from "#domain/files/store.ts";
import { limit, runtime } from "#runtime";
import type { Command } from "./action.ts";

/** The name of the field in which every form sends its files. */
const FIELD = "attachments";

/** Bytes are kept before the verb decides, so nobody may fill the disk with what it then refuses. */
export const MESSAGES_WITH_FILES = { max: 60, windowMs: HOUR_MS };

/**
 * Keeps the files that came with a form, and says what is wrong with one beside its field. `mayWrite` refuses whoever may not
 * write the message that they go with: it is asked before the first byte is kept.
 */
export async function keepSentFiles(
  { actor, requestId, address, viewer, form, read }: Command,
  mayWrite: (ctx: ReadCtx) => Promise<void>,
): Promise<StoredFile[]> {
  const sent = form.getAll(FIELD);
  const uploads = chosenFiles(sent);
  if (uploads.length > 0) {
    await mayWrite(read);
    const addedBytes = uploads.reduce((sum, { size }) => sum + size, 0);
    await assertQuota(read, { addedBytes, bytesMax: runtime().config.uploads.bytesMax, field: FIELD });
    await limit({ actor, requestId }, `upload:${viewer?.userId ?? sourceOf(address)}`, MESSAGES_WITH_FILES);
  }
  return keepAttachments(runtime().files, sent, FIELD);
}
