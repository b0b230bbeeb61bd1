/** Disks that fill up and files that may not be written, for the tests of what a school does then. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { engine } from "#db/engine.ts";

const KB = 1024;
/** What is left when a disk is called full: a few writes more, so that it fills up under the load and not before. */
const LEFT_BYTES = 600 * KB;
/** Room for a log of changes at its longest (32 MB) beside the database. */
const DISK_MB = 64;
/** As the user under which the test's PostgreSQL runs when we are root. */
const NOBODY = 65534;

/** A way to take away the room that a server's database has, and to give it back. */
export type StorageLimit = {
  /** Where the database must be for it; anywhere when it is not said. */
  within?: string;
  squeeze(server: { pid: number; databaseUrl: string }): void;
  relax(server: { pid: number }): void;
  remove(): void;
};

/** Every way that this machine allows. Mounting takes root; limiting a file's size takes Linux, and reaches only our own processes. */
export function listStorageLimits(): { name: string; prepare(): StorageLimit }[] {
  const limited = engine === "sqlite" && works("prlimit", "--version");
  return [
    ...(mayMount() ? [{ name: "a full disk", prepare: fullDisk }] : []),
    ...(limited ? [{ name: "a file that may not grow", prepare: limitedFile }] : []),
  ];
}

/** A small disk in memory, filled up by a file beside the database. */
function fullDisk(): StorageLimit {
  const within = mkdtempSync(path.join(tmpdir(), "matricula-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m,mode=0700`, "tmpfs", within]);
  if (engine === "postgres") chownSync(within, NOBODY, NOBODY);
  const filler = path.join(within, "filler");
  return {
    within,
    squeeze: () => fill(filler),
    relax: () => rmSync(filler),
    remove() {
      // Lazily: a server that has just ended may still be letting go of its files.
      execFileSync("umount", ["-l", within]);
      rmSync(within, { recursive: true });
    },
  };
}

function fill(filler: string) {
  const handle = openSync(filler, "w", 0o600);
  const block = Buffer.alloc(64 * KB);
  let size = 0;
  try {
    for (;;) size += writeSync(handle, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    ftruncateSync(handle, Math.max(0, size - LEFT_BYTES));
  } finally {
    closeSync(handle);
  }
}

/** A limit on how long a file of the server may become, which its log of changes soon meets. */
function limitedFile(): StorageLimit {
  const limit = (pid: number, bytes: string) => execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:`]);
  return {
    squeeze: ({ pid, databaseUrl }) => limit(pid, String(statSync(`${databaseUrl}-wal`).size + LEFT_BYTES)),
    relax: ({ pid }) => limit(pid, "unlimited"),
    remove: () => {},
  };
}

/** The folder of a SQLite file as somebody sees it who may only read it, until it is made writable, and how to take the view away. */
export function readOnlyView(folder: string): { folder: string; makeWritable(): void; remove(): void } {
  if (mayMount()) {
    const view = mkdtempSync(path.join(tmpdir(), "matricula-view-"));
    execFileSync("mount", ["--bind", folder, view]);
    execFileSync("mount", ["-o", "remount,bind,ro", view]);
    return {
      folder: view,
      makeWritable: () => void execFileSync("mount", ["-o", "remount,bind,rw", view]),
      remove() {
        execFileSync("umount", ["-l", view]);
        rmSync(view, { recursive: true });
      },
    };
  }
  // Rights bind everybody but root. Who has the files open already keeps what they have.
  const allow = (mode: number) => chmodSync(path.join(folder, "matricula.db"), mode);
  allow(0o400);
  return { folder, makeWritable: () => allow(0o600), remove: () => allow(0o600) };
}

/**
 * The account under which files' rights bind a school that a test starts: our own unless we are root, whom nothing binds. Then
 * it is nobody, if nobody may read the program; otherwise `missing`.
 */
export function boundAccount(): { account: number | undefined } | "missing" {
  if (process.getuid?.() !== 0) return { account: undefined };
  const program = path.resolve(".next/BUILD_ID");
  const mayRead = works(
    "setpriv",
    "--reuid",
    String(NOBODY),
    "--regid",
    String(NOBODY),
    "--clear-groups",
    "cat",
    program,
  );
  return mayRead ? { account: NOBODY } : "missing";
}

/** Makes a folder and everything in it another account's. */
export function giveTo(account: number, folder: string): void {
  execFileSync("chown", ["-R", `${account}:${account}`, folder]);
}

function mayMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const place = mkdtempSync(path.join(tmpdir(), "matricula-mount-"));
  const mounted = works("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place);
  if (mounted) execFileSync("umount", [place]);
  rmSync(place, { recursive: true });
  return mounted;
}

function works(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
