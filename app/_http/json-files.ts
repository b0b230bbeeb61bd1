import type { Upload } from "#domain/api/parts.ts";
import type { Question } from "#domain/api/tickets.ts";
import { assertQuota } from "#domain/files/assert-quota.ts";
import { keepUpload } from "#domain/files/keep-uploads.ts";
import type { UploadPurpose } from "#domain/files/media-types.ts";
import type { StoredFile } from "#domain/files/store.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { limit, reading, runtime, type WriteAs } from "#runtime";
import { MESSAGES_WITH_FILES } from "../_forms/uploads.ts";

type Attached = Question & { attachments: readonly Upload[] };
type Asked<Body> = { id: string; body: Body };
/** Refuses whoever may not write what the files go with; the verb asks again. */
type MayWrite<Body> = (ctx: ReadCtx, asked: Asked<Body>) => Promise<void>;

/** Keeps the files that come with a message, once `mayWrite` has let their sender through. */
export function keepAttached(mayWrite: MayWrite<Question>) {
  return async (as: WriteAs, asked: Asked<Attached>): Promise<StoredFile[]> => {
    const { attachments } = asked.body;
    if (attachments.length === 0) return [];
    const read = reading(as.actor);
    await mayWrite(read, asked);
    const addedBytes = attachments.reduce((sum, { content }) => sum + Buffer.byteLength(content, "base64"), 0);
    await assertQuota(read, { addedBytes, bytesMax: runtime().config.uploads.bytesMax, field: "attachments" });
    return keepJsonFiles(as, attachments, "attachment", (place) => `attachments.${place}`);
  };
}

/** Keeps the one file that a material or a course's picture is; undefined for a material that is none. */
export function keepOne(purpose: UploadPurpose, mayWrite: MayWrite<unknown>) {
  return async (as: WriteAs, asked: Asked<{ file?: Upload | undefined }>): Promise<StoredFile | undefined> => {
    const { file } = asked.body;
    if (file === undefined) return undefined;
    await mayWrite(reading(as.actor), asked);
    const [kept] = await keepJsonFiles(as, [file], purpose, () => "file");
    return kept;
  };
}

/**
 * Keeps the files of a body before the write whose verb makes their rows. Refuses as forms are refused, beside the path of
 * the file: `attachments.0`. The same bytes are kept once, however often a request is repeated.
 */
async function keepJsonFiles(
  as: WriteAs,
  uploads: readonly Upload[],
  purpose: UploadPurpose,
  field: (place: number) => string,
): Promise<StoredFile[]> {
  await limit(as, `upload:${as.actor.type === "user" ? as.actor.id : "system"}`, MESSAGES_WITH_FILES);
  const kept: StoredFile[] = [];
  for (const [place, { name, content }] of uploads.entries()) {
    const bytes = Buffer.from(content, "base64");
    const upload = { name, size: bytes.length, arrayBuffer: async () => new Uint8Array(bytes).buffer };
    kept.push(await keepUpload(runtime().files, upload, purpose, field(place)));
  }
  return kept;
}
