import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";

/** Well within the five seconds after which no write may be acknowledged into a file that nobody will find again. */
const LOOK_EVERY_MS = 1_000;

/** The database, its log of changes, and the memory that its connections share. None of them ever changes while one is open. */
const PARTS = ["", "-wal", "-shm"];

/** Which file a name stands for: a device and a number on it. */
type Identity = string | undefined;

type Watch = {
  /** Compares at once. Gives the path that is not what was opened, undefined when all are. */
  look(): string | undefined;
  /** What the names stand for now is what is open: called after the files were opened anew. */
  begin(): void;
  stop(): void;
};

/**
 * Watches whether the files of a SQLite database are still the ones that were opened, by asking the system what their names
 * stand for. No file is opened for it: closing any handle of the database would drop SQLite's locks on it. `changed` hears
 * which path is gone or another's, and undefined when the very same files are back.
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
    // A folder on the way that is no folder any more, or may not be entered: the name stands for nothing we know.
    return undefined;
  }
}

/** Whether this process may write the database's files and make new ones beside them. Asks the system, and opens nothing. */
export function mayWriteFiles(file: string): boolean {
  const paths = [dirname(file), ...PARTS.map((part) => `${file}${part}`).filter((path) => identityOf(path))];
  try {
    for (const path of paths) accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
