import { rm } from "node:fs/promises";
import { desc, eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { journals } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { audit } from "#domain/audit.ts";
import { runtime, write } from "#runtime";
import { type StoredCheckpoint, type LedgerCheckpoint, readCheckpoint, writeCheckpoint } from "./checkpoint-file.ts";
import { clearReason, setReason } from "./state.ts";
import { message, type Said } from "#messages/message.ts";

/** The reason while the mark cannot be written. */
export const CHECKPOINT_UNWRITTEN = "mark_unwritten";

const queries = perClient((read: Reader) => ({
  last: read
    .select({ seq: journals.seq, hash: journals.hash })
    .from(journals)
    .orderBy(desc(journals.seq))
    .limit(1)
    .prepare(),
  at: read
    .select({ hash: journals.hash })
    .from(journals)
    .where(eq(journals.seq, sql.placeholder("seq")))
    .prepare(),
}));

export type CheckpointComparison = {
  /** `behind`: the database lacks journals that it had. `other`: it has others in their place. `restored`: it is a backup. */
  state: "no_mark" | "agrees" | "behind" | "other" | "restored";
  mark: StoredCheckpoint | undefined;
  /** The ledger's last journal in the database, undefined when it has none. */
  last: LedgerCheckpoint | undefined;
};

/** Compares the ledger with the mark that is kept outside of the database. Throws when the mark cannot be read. */
export async function compareWithCheckpoint(file: string): Promise<CheckpointComparison> {
  const mark = await readCheckpoint(file);
  const last = await lastJournal();
  if (!mark) return { state: "no_mark", mark, last };
  if (mark.restored !== undefined) return { state: "restored", mark, last };
  const [there] = await queries(runtime().database.read).at.execute({ seq: mark.seq });
  return { state: !there ? "behind" : there.hash === mark.hash ? "agrees" : "other", mark, last };
}

async function lastJournal(): Promise<LedgerCheckpoint | undefined> {
  const [last] = await queries(runtime().database.read).last.execute();
  return last;
}

/** Whether the ledger has gone on since its mark was written. */
export async function isCheckpointStale(): Promise<boolean> {
  const file = runtime().config.markFile;
  if (file === null) return false;
  const { state, mark, last } = await compareWithCheckpoint(file);
  return last !== undefined && (state === "no_mark" || (state === "agrees" && last.seq > (mark?.seq ?? 0)));
}

/** Notes how far the ledger has come, unless the mark knows better. A read sees only what is durable, as every journal is. */
export async function storeCheckpoint(): Promise<Said> {
  const { config, clock } = runtime();
  if (config.markFile === null) return message("jobs.keeps_no_checkpoint");
  const { state, last } = await compareWithCheckpoint(config.markFile);
  if (state !== "agrees" && state !== "no_mark") return message("jobs.left_checkpoint");
  if (!last) return message("jobs.ledger_is_empty");
  try {
    await writeCheckpoint(config.markFile, last, clock());
  } catch (error) {
    const words = message("health.checkpoint_unwritten", { markFile: config.markFile });
    const mend = message("health.mend_checkpoint_unwritten");
    setReason({ code: CHECKPOINT_UNWRITTEN, words, mend });
    return message("jobs.could_not_write_checkpoint", { why: error instanceof Error ? error.message : String(error) });
  }
  clearReason(CHECKPOINT_UNWRITTEN);
  return message("jobs.stored_checkpoint", { journal: String(last.seq) });
}

/**
 * Takes the database as it is for the right one, for a person who has looked, and writes down that it was done. Gives what was
 * there before; a mark that could not even be read counts as one that says nothing. Undefined when there was nothing to accept.
 */
export async function acceptDatabase(): Promise<
  { mark: LedgerCheckpoint | undefined; last: LedgerCheckpoint | undefined } | undefined
> {
  const { config, clock } = runtime();
  if (config.markFile === null) return undefined;
  const compared = await compareWithCheckpoint(config.markFile).catch(() => undefined);
  if (compared?.state === "agrees" || compared?.state === "no_mark") return undefined;
  const mark = compared?.mark;
  const last = await lastJournal();
  await write({ actor: createSystemActor("accept-database") }, (ctx) =>
    audit(
      ctx,
      "maintenance.accept_database",
      { type: "maintenance", id: "ledger-checkpoint" },
      { ...(mark && { before: mark }), ...(last && { after: last }) },
    ),
  );
  if (last) await writeCheckpoint(config.markFile, last, clock());
  else await rm(config.markFile, { force: true });
  return { mark, last };
}
