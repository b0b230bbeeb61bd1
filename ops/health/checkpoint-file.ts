import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { replaceFile } from "#db/replace-file.ts";

/** How far the ledger had come: its last journal, with the hash over it and all before it. */
export type LedgerCheckpoint = { seq: number; hash: string };

/** The checkpoint as it is kept. `restored`: of what moment the backup was that the database has been put back from since. */
export type StoredCheckpoint = LedgerCheckpoint & { at: string; restored?: string | undefined };

const Kept = z.object({
  seq: z.int().min(0),
  hash: z.string().min(1),
  at: z.string(),
  restored: z.string().optional(),
});

/** What the file was called beside a data folder until 2026-11-28. It is read until the checkpoint is written under its new name. */
const [NAME_END, FORMER_NAME_END] = [/\.ledger-checkpoint\.json$/, ".ledger-mark.json"];
const getFormerName = (file: string) => (NAME_END.test(file) ? file.replace(NAME_END, FORMER_NAME_END) : undefined);

/** What the file says; undefined when there is none. Throws when it cannot be read or understood. */
export async function readCheckpoint(file: string): Promise<StoredCheckpoint | undefined> {
  const former = getFormerName(file);
  // The new name once more at the end: another process may have just written it and removed the former one.
  const text = (await readIfThere(file)) ?? (former && ((await readIfThere(former)) ?? (await readIfThere(file))));
  return text === undefined ? undefined : Kept.parse(JSON.parse(text));
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Forgets the checkpoint, under its former name too. */
export async function removeCheckpoint(file: string): Promise<void> {
  await rm(file, { force: true });
  const former = getFormerName(file);
  if (former !== undefined) await rm(former, { force: true });
}

/** Writes it so that it is whole or the old one, also after the power went. The folder must be there. */
export async function writeCheckpoint(
  file: string,
  { seq, hash, restored }: LedgerCheckpoint & Pick<StoredCheckpoint, "restored">,
  at: Date,
): Promise<void> {
  await replaceFile(file, `${JSON.stringify({ seq, hash, at: at.toISOString(), restored })}\n`);
  const former = getFormerName(file);
  if (former !== undefined) await rm(former, { force: true });
}

/**
 * Notes that the database has been put back from a backup, whatever the checkpoint said: what was paid since is not in it, which no
 * comparison tells where there was no checkpoint, or where it was no further.
 */
export async function recordRestore(file: string, restored: string, at: Date): Promise<void> {
  const { seq, hash } = (await readCheckpoint(file).catch(() => undefined)) ?? { seq: 0, hash: "none" };
  await writeCheckpoint(file, { seq, hash, restored }, at);
}
