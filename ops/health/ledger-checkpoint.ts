import { desc, eq, ne, sql } from "drizzle-orm";
import { UNSEALED } from "#db/chains.ts";
import { perClient } from "#db/prepared.ts";
import { journals } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { audit } from "#domain/audit.ts";
import { sealChains } from "#domain/maintenance/seal-chains.ts";
import { authorize } from "#domain/policy.ts";
import { runtime, write } from "#runtime";
import {
  type StoredCheckpoint,
  type LedgerCheckpoint,
  readCheckpoint,
  removeCheckpoint,
  writeCheckpoint,
} from "./checkpoint-file.ts";
import { clearReason, setReason } from "./state.ts";
import { message, type Said } from "#messages/message.ts";

/** The reason while the checkpoint cannot be written. */
export const CHECKPOINT_UNWRITTEN = "checkpoint_unwritten";

const queries = perClient((read: Reader) => ({
  last: read
    .select({ seq: journals.seq, hash: journals.hash })
    .from(journals)
    .where(ne(journals.hash, UNSEALED))
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
  state: "no_checkpoint" | "agrees" | "behind" | "other" | "restored";
  checkpoint: StoredCheckpoint | undefined;
  /** The last journal that the ledger's chain has reached, undefined when there is none. */
  last: LedgerCheckpoint | undefined;
};

/** Compares the ledger with the checkpoint that is kept outside of the database. Throws when the checkpoint cannot be read. */
export async function compareWithCheckpoint(file: string): Promise<CheckpointComparison> {
  const checkpoint = await readCheckpoint(file);
  const last = await lastJournal();
  if (!checkpoint) return { state: "no_checkpoint", checkpoint, last };
  if (checkpoint.restored !== undefined) return { state: "restored", checkpoint, last };
  const [there] = await queries(runtime().database.read).at.execute({ seq: checkpoint.seq });
  return { state: !there ? "behind" : there.hash === checkpoint.hash ? "agrees" : "other", checkpoint, last };
}

async function lastJournal(): Promise<LedgerCheckpoint | undefined> {
  const [last] = await queries(runtime().database.read).last.execute();
  return last;
}

/** Whether the ledger has gone on since its checkpoint was written. */
export async function isCheckpointStale(): Promise<boolean> {
  const file = runtime().config.checkpointFile;
  if (file === null) return false;
  const { state, checkpoint, last } = await compareWithCheckpoint(file);
  return last !== undefined && (state === "no_checkpoint" || (state === "agrees" && last.seq > (checkpoint?.seq ?? 0)));
}

/** Notes how far the ledger has come, unless the checkpoint knows better. A read sees only what is durable, as every journal is. */
export async function storeCheckpoint(): Promise<Said> {
  const { config, clock, database } = runtime();
  if (config.checkpointFile === null) return message("jobs.keeps_no_checkpoint");
  if (database.sealing) await sealChains(database.sealing);
  const { state, last } = await compareWithCheckpoint(config.checkpointFile);
  if (state !== "agrees" && state !== "no_checkpoint") return message("jobs.left_checkpoint");
  if (!last) return message("jobs.ledger_is_empty");
  try {
    await writeCheckpoint(config.checkpointFile, last, clock());
  } catch (error) {
    const words = message("health.checkpoint_unwritten", { checkpointFile: config.checkpointFile });
    const mend = message("health.mend_checkpoint_unwritten");
    setReason({ code: CHECKPOINT_UNWRITTEN, words, mend });
    return message("jobs.could_not_write_checkpoint", { why: error instanceof Error ? error.message : String(error) });
  }
  clearReason(CHECKPOINT_UNWRITTEN);
  return message("jobs.stored_checkpoint", { journal: String(last.seq) });
}

/**
 * Takes the database as it is for the right one, for a person who has looked, and writes down that it was done. Gives what was
 * there before; a checkpoint that could not even be read counts as one that says nothing. Undefined when there was nothing to accept.
 */
export async function acceptDatabase(): Promise<
  { checkpoint: LedgerCheckpoint | undefined; last: LedgerCheckpoint | undefined } | undefined
> {
  const { config, clock } = runtime();
  if (config.checkpointFile === null) return undefined;
  const compared = await compareWithCheckpoint(config.checkpointFile).catch(() => undefined);
  if (compared?.state === "agrees" || compared?.state === "no_checkpoint") return undefined;
  const checkpoint = compared?.checkpoint;
  const last = await lastJournal();
  await write({ actor: createSystemActor("accept-database") }, async (ctx) => {
    authorize(ctx, "system.run", {});
    const change = { ...(checkpoint && { before: checkpoint }), ...(last && { after: last }) };
    await audit(ctx, "maintenance.accept_database", { type: "maintenance", id: "ledger-checkpoint" }, change);
  });
  if (last) await writeCheckpoint(config.checkpointFile, last, clock());
  else await removeCheckpoint(config.checkpointFile);
  return { checkpoint, last };
}
