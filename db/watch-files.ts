import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";

/** Well within five seconds, the longest that writes may be acknowledged into a file that was moved or deleted. */
const LOOK_EVERY_MS = 1_000;

/** The database file, its WAL and its shared memory. SQLite replaces none of them while a connection is open. */
const PARTS = ["", "-wal", "-shm"];

/** The identity of a file: device and inode. */
type Identity = string | undefined;

type Watch = {
  /** Compares now. Returns the path of a file that is not the opened one, undefined when all are. */
  look(): string | undefined;
  /** Takes the present files as the opened ones: called after they were reopened. */
  begin(): void;
  stop(): void;
};

/**
 * Watches whether the files of a SQLite database are still the opened ones, by comparing their inodes (stat). It opens no file, because
 * closing any descriptor of the database would drop SQLite's locks. `changed` is called with the path of a missing or replaced file, and
 * with undefined when the original files are back.
 */
export function watchFiles(file: string, changed: (path: string | undefined) => void): Watch {
  let opened: Identity[] = [];
  let last: string | undefined;
  const look = () => {
    const now = identities(file);
    // The WAL and its index are created on first use, perhaps after the first check.
    opened = opened.map((identity, part) => identity ?? now[part]);
    const at = opened.findIndex((identity, part) => identity !== undefined && identity !== now[part]);
    return at < 0 ? undefined : `${file}${PARTS[at]}`;
  };
  const begin = () => {
    opened = identities(file);
  };
  begin();
  const timer = setInterval(() => {
    const path = look();
    if (path === last) return;
    last = path;
    changed(path);
  }, LOOK_EVERY_MS);
  timer.unref();
  return { look, begin, stop: () => clearInterval(timer) };
}

function identities(file: string): Identity[] {
  return PARTS.map((part) => identityOf(`${file}${part}`));
}

function identityOf(path: string): Identity {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found && `${found.dev}:${found.ino}`;
  } catch {
    // A parent that is no longer a folder or not accessible: the file counts as missing.
    return undefined;
  }
}

/** Whether this process may write the files and create new ones beside them. Uses access(2) and opens nothing. */
export function mayWriteFiles(file: string): boolean {
  const paths = [dirname(file), ...PARTS.map((part) => `${file}${part}`).filter((path) => identityOf(path))];
  try {
    for (const path of paths) accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
