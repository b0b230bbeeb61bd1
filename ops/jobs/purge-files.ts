import { findKnownBytes, hasAnyFile } from "#domain/files/known-bytes.ts";
import { recordBytesRemoved } from "#domain/files/record-bytes-removed.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, runtime, write } from "#runtime";

const AS = { actor: createSystemActor("purge-files") };

/** Bytes are kept before the row that speaks of them; after so long no row will come any more. */
const AWAITED_MS = DAY_MS;

/** A run ends well within its lease; the next one goes on. */
const PER_RUN_MAX = 5_000;

/**
 * Takes away the stored bytes that no row speaks of: what came with a form that was refused, or whose server died. A database
 * that knows no file at all is more likely the wrong one, or an empty one, than a school without files: then nothing goes.
 */
export async function purgeFiles(): Promise<Said> {
  const { clock, files } = runtime();
  const before = addMs(clock(), -AWAITED_MS);
  const isKnown = async (name: string) => (await findKnownBytes(reading(AS.actor), [name])).has(name);
  let gone = 0;
  for await (const names of files.keptBefore(before)) {
    if (!(await hasAnyFile(reading(AS.actor)))) return message("jobs.purged_none");
    const known = await findKnownBytes(reading(AS.actor), names);
    for (const name of names) {
      if (!known.has(name) && (await files.remove(name, before, () => isKnown(name)))) gone += 1;
    }
    if (gone >= PER_RUN_MAX) break;
  }
  if (gone > 0) await write(AS, (ctx) => recordBytesRemoved(ctx, gone), { durable: false });
  return message("jobs.purged", { count: gone });
}
