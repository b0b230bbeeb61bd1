/** Tar archives, written and read as streams. */
import { createTarDecoder, createTarPacker, type TarHeader } from "modern-tar";
import { message } from "#messages/message.ts";
import { type Bytes, toBuffers, toStream, WatchedBytes } from "./bytes.ts";
import { BackupError } from "./backup-error.ts";

export type PackedEntry = { header: TarHeader; body: Bytes };
export type ReadEntry = { name: string; size: number; body: Bytes };

/** An archive of `entries`, each of which has as many bytes as its header says. */
export async function* packEntries(entries: readonly PackedEntry[]): AsyncGenerator<Buffer> {
  const { readable, controller } = createTarPacker();
  const pack = async () => {
    for (const { header, body } of entries) await toStream(body).pipeTo(controller.add(header));
    controller.finalize();
  };
  pack().catch((error: unknown) => controller.error(error));
  yield* toBuffers(readable);
}

/** What is in an archive, in its order. A body that is not read is passed over. */
export async function* readEntries(archive: Bytes): AsyncGenerator<ReadEntry> {
  const watched = new WatchedBytes(archive);
  try {
    for await (const { header, body } of toStream(watched.bytes).pipeThrough(createTarDecoder({ strict: true }))) {
      yield { name: header.name, size: header.size, body: toBuffers(body) };
      if (!body.locked) await body.cancel();
    }
  } catch (error) {
    if (watched.error) throw watched.error;
    throw error instanceof BackupError ? error : new BackupError(message("backup.damaged"), { cause: error });
  }
}
