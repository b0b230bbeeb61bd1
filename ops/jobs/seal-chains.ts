import { desc } from "drizzle-orm";
import { UNSEALED } from "#db/chains.ts";
import { perProcess } from "#db/per-process.ts";
import { auditLog, journals } from "#db/schema/index.ts";
import type { Database, Reader } from "#db/types.ts";
import { addMs } from "#domain/kernel/clock.ts";
import { sealChains } from "#domain/maintenance/seal-chains.ts";
import { message, type Said } from "#messages/message.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";

/** How long after its commit a row waits to be sealed, at most. */
const SEAL_EVERY_MS = 500;

/** A row that is older was left by a process that died: those that write seal what they find. */
const LEFT_MS = 5_000;

/** Whether a chain ends with rows that were left. */
export async function isAnyLeft(read: Reader, now: Date): Promise<boolean> {
  const [entry] = await read
    .select({ at: auditLog.at, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.seq))
    .limit(1);
  const [journal] = await read
    .select({ at: journals.at, hash: journals.hash })
    .from(journals)
    .orderBy(desc(journals.seq))
    .limit(1);
  const before = addMs(now, -LEFT_MS);
  return [entry, journal].some((newest) => newest?.hash === UNSEALED && newest.at <= before);
}

/** Seals what is left over. */
export async function sealLeftChains(): Promise<Said> {
  const { sealing } = runtime().database;
  return message("jobs.sealed_rows", { count: sealing ? await sealChains(sealing) : 0 });
}

const store = perProcess<{ current?: () => Promise<void> }>("sealing", () => ({}));

/** From now on what this process has written is sealed soon after. Answers how to stop it; what was written by then is sealed first. */
export function startSealing(): () => Promise<void> {
  store.current ??= startSealingOf(runtime().database);
  return store.current;
}

function startSealingOf({ sealing, stats }: Database): () => Promise<void> {
  if (!sealing) return async () => {};
  let sealedAt = 0;
  let running: Promise<void> | undefined;
  const seal = async () => {
    const { writes } = stats();
    if (writes === sealedAt) return;
    try {
      await sealChains(sealing);
      sealedAt = writes;
    } catch (error) {
      // The next turn tries again; what stays unsealed is found by the doctor.
      log().warn({ err: error }, "the chains could not be sealed");
    }
  };
  const sealOnce = () => (running ??= seal().finally(() => (running = undefined)));
  const timer = setInterval(() => void sealOnce(), SEAL_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    await seal();
  };
}
