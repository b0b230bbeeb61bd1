/** A copy of a school's SQLite file, ways to damage it as disks do, and everything that might notice. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { openDatabase } from "#db/open.ts";
import { compareFingerprints } from "#ops/backup/compare.ts";
import type { Fingerprint } from "#ops/backup/manifest.ts";
import { fingerprintSqlite } from "#ops/backup/sqlite-copy.ts";
import { INVARIANTS } from "#tests/support/invariants.ts";
import { eventually } from "#tests/support/deadlines.ts";

export const PAGE_BYTES = 4096;

export type Check =
  | "quick check"
  | "integrity check"
  | "check of free pages"
  | "foreign keys"
  | "content hashes"
  | "ledger mark"
  | keyof typeof INVARIANTS;

/** What a copy held before it was damaged. */
export type Before = { fingerprint: Fingerprint; lastJournal: string };

export function copyDatabase(from: string, to: string): void {
  copyFileSync(from, to);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}

export function readBefore(file: string): Before {
  return { fingerprint: fingerprintSqlite(file), lastJournal: lastJournal(file) };
}

function lastJournal(file: string): string {
  return ask(file, "SELECT seq || ' ' || hash FROM journals ORDER BY seq DESC LIMIT 1").join();
}

/** The first column of what one statement gives, on a connection that only reads. */
function ask(file: string, text: string): unknown[] {
  const sqlite = new BetterSqlite(file, { readonly: true });
  try {
    return sqlite.prepare(text).pluck().all();
  } finally {
    sqlite.close();
  }
}

/** Which checks notice that the file is not what it was. One that cannot even be made has noticed. */
export async function listDetectingChecks(file: string, before: Before): Promise<Check[]> {
  const pragma = (name: string, good: string) => async () => ask(file, `PRAGMA ${name}`).join() !== good;
  const checks: [Check, () => Promise<boolean>][] = [
    ["quick check", pragma("quick_check", "ok")],
    ["integrity check", pragma("integrity_check", "ok")],
    ["check of free pages", pragma("quick_check(sqlite_schema)", "ok")],
    ["foreign keys", pragma("foreign_key_check", "")],
    ["content hashes", async () => compareFingerprints(before.fingerprint, fingerprintSqlite(file)).length > 0],
    ...Object.entries(INVARIANTS).map(([name, look]): [Check, () => Promise<boolean>] => [
      name as Check,
      async () => {
        const database = openDatabase(file);
        try {
          return (await look(database)).length > 0;
        } finally {
          await database.close();
        }
      },
    ]),
    // As the school compares them: what it notes outside of the database is the last journal's number and hash.
    ["ledger mark", async () => lastJournal(file) !== before.lastJournal],
  ];
  const noticed: Check[] = [];
  for (const [name, notices] of checks) if (await notices().catch(() => true)) noticed.push(name);
  return noticed;
}

/** How long readers may keep the log from being emptied. */
const EMPTY_MS_MAX = 10_000;

/** Brings everything into the file: pages are read from there, and the log begins anew. */
export async function emptyLog(file: string): Promise<void> {
  const sqlite = new BetterSqlite(file);
  try {
    await eventually(
      () => (sqlite.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[])[0]?.busy === 0,
      EMPTY_MS_MAX,
    );
  } finally {
    sqlite.close();
  }
}

/** Where a file's bytes of one kind of page are: of a table or an index, as SQLite's own book of pages says. */
export function leaves(file: string, of: string): number[] {
  const pages = ask(file, `SELECT pageno FROM dbstat WHERE name = '${of}' AND pagetype = 'leaf' ORDER BY pageno`);
  return pages.map((page) => (Number(page) - 1) * PAGE_BYTES);
}

/** Where some bytes stand last in the first of these pages that has them: what a page no longer uses comes before what it does. */
export function find(file: string, pages: number[], bytes: Buffer): number {
  const all = readFileSync(file);
  for (const at of pages) {
    const found = all.subarray(at, at + PAGE_BYTES).lastIndexOf(bytes);
    if (found >= 0) return at + found;
  }
  throw new Error(`"${bytes.toString()}" stands nowhere in ${pages.length} pages`);
}

export function flipBit(file: string, at: number, bit = 0): void {
  const all = readFileSync(file);
  all.writeUInt8(all.readUInt8(at) ^ (1 << bit), at);
  writeFileSync(file, all);
}

/** Half a page as it should be, and half of it nothing. */
export function tear(file: string, page: number): void {
  const all = readFileSync(file);
  all.fill(0, page + PAGE_BYTES / 2, page + PAGE_BYTES);
  writeFileSync(file, all);
}

/** Puts a page as it was in `older` into `file`: a write that the disk never made. */
export function forgetPage(file: string, older: string, page: number): void {
  const all = readFileSync(file);
  readFileSync(older).copy(all, page, page, page + PAGE_BYTES);
  writeFileSync(file, all);
}

/** The list of free pages: its first page, and one that holds nothing (https://sqlite.org/fileformat2.html#the_freelist). */
export function freePages(file: string): { trunk: number; free: number } {
  const all = readFileSync(file);
  const trunk = (all.readUInt32BE(32) - 1) * PAGE_BYTES;
  return { trunk, free: (all.readUInt32BE(trunk + 8) - 1) * PAGE_BYTES };
}
