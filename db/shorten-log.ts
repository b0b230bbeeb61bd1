import { connect } from "./sqlite-file.ts";

/**
 * How long it waits for readers and writers, in milliseconds. While it waits for the last readers it holds the write lock, so it must
 * not wait long; what is not done now is done the next time.
 */
const WAIT_MS_MAX = 250;

/**
 * Checkpoints the WAL into the database and truncates it. For a process of its own: a long checkpoint would block every request, and
 * closing the file at the end would drop the locks of other connections in the process.
 */
export function shortenLog(file: string): void {
  const sqlite = connect(file, { readonly: false });
  try {
    sqlite.pragma(`busy_timeout = ${WAIT_MS_MAX}`);
    // A passive checkpoint does most of it without blocking anybody.
    sqlite.pragma("wal_checkpoint(PASSIVE)");
    sqlite.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    sqlite.close();
  }
}
