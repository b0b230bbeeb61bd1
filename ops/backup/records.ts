/**
 * The record of each backup: a small JSON file beside it, which says whether it was verified. A backup without a record, or with one
 * that says it failed, does not count. Records are outside of the database, because they are needed most when it is gone. Servers
 * import this module too, so it opens no file of the database.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { config } from "#config/config.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { encodeMessage, type Said } from "#messages/message.ts";
import { openFolderStore } from "./folder-store.ts";
import type { BackupStore } from "./store.ts";

const FOLDER = "school/";
const BACKUP = ".backup";
const RECORD = ".json";

/** The name of a backup in a store. */
export const getBackupPath = (name: string) => `${FOLDER}${name}${BACKUP}`;
const recordFile = (name: string) => `${FOLDER}${name}${RECORD}`;

const recordSchema = z.object({
  format: z.literal(1),
  /** The time of the backup, in a form that file names allow. */
  name: z.string(),
  moment: z.iso.datetime(),
  state: z.enum(["verified", "failed"]),
  checkedAt: z.iso.datetime(),
  why: z.enum(["by hand", "hourly", "daily"]),
  engine: z.enum(["sqlite", "postgres"]),
  version: z.string(),
  isEncrypted: z.boolean(),
  /** Of the stored copy. */
  bytes: z.number().int(),
  sha256: z.string(),
  /** Where verified copies are. */
  places: z.array(z.enum(["folder", "s3"])),
  rows: z.number().int(),
  files: z.object({
    count: z.number().int(),
    /** How many of them were read back whole this time; of the others only their presence was checked. */
    read: z.number().int(),
    missing: z.number().int(),
  }),
  tookMs: z.number().int(),
  /** What is wrong, each as `encodeFinding` writes it; also of a verified one, when its second copy failed or the school lacks files. */
  findings: z.array(z.string()),
  /** When a school was last started on this backup and answered. */
  provedAt: z.iso.datetime().nullable(),
});
export type BackupRecord = z.infer<typeof recordSchema>;

/** A record is a file that the version before this one reads too: a finding is one text in it. */
export const encodeFinding = (finding: Said): string =>
  typeof finding === "string" ? finding : encodeMessage(finding);

/** `2026-11-20T22-57-01.123Z`: sorts by time, and is a file's name on every system. */
export const getBackupName = (moment: Date) => moment.toISOString().replaceAll(":", "-");

/** The time in the name of a backup; undefined for any other name. */
export function parseBackupName(name: string): Date | undefined {
  const found = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/.exec(name);
  return found ? new Date(`${found[1]}:${found[2]}:${found[3]}`) : undefined;
}

const sumOf = (record: unknown) => createHash("sha256").update(JSON.stringify(record)).digest("hex");

export async function writeRecord(store: BackupStore, record: BackupRecord): Promise<void> {
  const text = `${JSON.stringify({ ...record, sum: sumOf(record) }, null, 2)}\n`;
  await store.write(recordFile(record.name), one(Buffer.from(text)));
}

async function* one(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}

/** The record of a backup; undefined when there is none, or one that is damaged. */
export async function readRecord(store: BackupStore, name: string): Promise<BackupRecord | undefined> {
  const stored = await store.read(recordFile(name));
  if (!stored) return undefined;
  const parts: Buffer[] = [];
  for await (const data of stored) parts.push(data);
  try {
    const { sum, ...rest } = JSON.parse(Buffer.concat(parts).toString("utf8")) as { sum: string };
    const record = recordSchema.parse(rest);
    return sum === sumOf(rest) && record.name === name ? record : undefined;
  } catch {
    return undefined;
  }
}

/** The names of everything that is stored as a backup here, counted or not, newest first. */
export const listStoredNames = (store: BackupStore) => namesEnding(store, BACKUP);

async function namesEnding(store: BackupStore, ending: string): Promise<string[]> {
  const all = await store.list(FOLDER);
  return all
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(FOLDER.length, -ending.length))
    .filter((name) => parseBackupName(name) !== undefined)
    .sort()
    .reverse();
}

/** Deletes a backup and its record. */
export async function removeBackup(store: BackupStore, name: string): Promise<void> {
  await store.remove(getBackupPath(name));
  await store.remove(recordFile(name));
}

/** The backups that count, newest first. */
export async function* listVerifiedBackups(store: BackupStore): AsyncGenerator<BackupRecord> {
  for (const name of await listStoredNames(store)) {
    const record = await readRecord(store, name);
    if (record?.state === "verified") yield record;
  }
}

/** How far a corrected clock may jump back. A backup dated further in the future was made while the clock was wrong. */
const AHEAD_MS_MAX = 5 * 60_000;

/** The newest backup that counts and is not dated in the future: one that is would stay the newest until then. */
export async function getNewestVerified(store: BackupStore, now: Date): Promise<BackupRecord | undefined> {
  for await (const record of listVerifiedBackups(store)) {
    if (new Date(record.moment).getTime() - now.getTime() <= AHEAD_MS_MAX) return record;
  }
  return undefined;
}

/** The newest verified backup; undefined when there is none. For health, the system page and alarms. */
export async function getLastVerifiedBackup(
  dir = config().backup.dir,
  now = createSystemClock(),
): Promise<BackupRecord | undefined> {
  return getNewestVerified(openFolderStore(dir), now);
}

/** The records of the newest backups, verified or not, newest first. */
export async function listRecentBackups(max: number, dir = config().backup.dir): Promise<BackupRecord[]> {
  return listRecentIn(openFolderStore(dir), max);
}

/** As above, for any store. */
export async function listRecentIn(store: BackupStore, max: number): Promise<BackupRecord[]> {
  const names = (await namesEnding(store, RECORD)).slice(0, max);
  const records = await Promise.all(names.map((name) => readRecord(store, name)));
  return records.filter((record) => record !== undefined);
}
