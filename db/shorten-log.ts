import { connect } from "./sqlite-file.ts";

/**
 * How long it waits for readers and writers, in milliseconds. While it waits for readers at the end it has the writers' lock, so
 * nobody's write may wait long behind it; what is not done now is done the next time.
 */
const WAIT_MS_MAX = 250;

/**
 * Copies the log of changes into the database and cuts it down to nothing. For a process of its own: copying a long log would
 * keep every request waiting, and closing the file at the end would end the locks of whatever else has it open here.
 */
export function shortenLog(file: string): void {
  const sqlite = connect(file, { readonly: false });
  try {
    sqlite.pragma(`busy_timeout = ${WAIT_MS_MAX}`);
    // The most of it without any lock that others need.
    sqlite.pragma("wal_checkpoint(PASSIVE)");
    sqlite.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    sqlite.close();
  }
}
