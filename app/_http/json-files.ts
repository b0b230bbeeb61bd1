import type { Upload as JsonUpload } from "#domain/api/parts.ts";
import type { Question } from "#domain/api/tickets.ts";
import { storeUpload, type Upload } from "#domain/files/uploads.ts";
import type { UploadPurpose } from "#domain/files/media-types.ts";
import type { StoredFile } from "#domain/files/store.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { reading, runtime, type WriteAs } from "#runtime";
import { limitUploads } from "#services/files/limit-uploads.ts";
import { storeAttachments } from "#services/files/store-attachments.ts";

type Attached = Question & { attachments: readonly JsonUpload[] };
type Asked<Body> = { id: string; body: Body };
/** Refuses whoever may not write what the files go with; the verb asks again. */
type MayWrite<Body> = (ctx: ReadCtx, asked: Asked<Body>) => Promise<void>;

/**
 * Stores the files that come with a message. Refuses as forms are refused, beside the path of the file: `attachments.0`. The same
 * bytes are stored once, however often a request is repeated.
 */
export function storeJsonAttachments(mayWrite: MayWrite<Question>) {
  return (as: WriteAs, asked: Asked<Attached>): Promise<StoredFile[]> =>
    storeAttachments(as, asked.body.attachments.map(uploadOf), {
      mayWrite: (read) => mayWrite(read, asked),
      fieldOf: (place) => `attachments.${place}`,
    });
}

type Answered = {
  studentId?: string | undefined;
  answers?: readonly { questionId: string; file?: JsonUpload | undefined }[] | undefined;
};

/** Stores the files that come with answers, in their order. */
export function storeAnswerFiles(mayAnswer: MayWrite<Answered>) {
  return (as: WriteAs, asked: Asked<Answered>): Promise<StoredFile[]> => {
    const sent = (asked.body.answers ?? []).flatMap(({ questionId, file }) => (file ? { questionId, file } : []));
    return storeAttachments(
      as,
      sent.map(({ file }) => uploadOf(file)),
      { mayWrite: (read) => mayAnswer(read, asked), fieldOf: (place) => `answer:${sent[place]?.questionId}` },
    );
  };
}

/** Stores the one file that a material or a course's picture is; undefined for a material that is none. */
export function storeOneFile(purpose: UploadPurpose, mayWrite: MayWrite<unknown>) {
  return async (as: WriteAs, asked: Asked<{ file?: JsonUpload | undefined }>): Promise<StoredFile | undefined> => {
    const { file } = asked.body;
    if (file === undefined) return undefined;
    await mayWrite(reading(as.actor), asked);
    await limitUploads(as);
    return storeUpload(runtime().files, uploadOf(file), purpose, "file");
  };
}

function uploadOf({ name, content }: JsonUpload): Upload {
  const size = Buffer.byteLength(content, "base64");
  return { name, size, arrayBuffer: async () => new Uint8Array(Buffer.from(content, "base64")).buffer };
}
