/** The database could not take the write in time; the caller may try again. Nothing was written. */
export class Overloaded extends Error {
  override name = "Overloaded";
  readonly retryAfterSeconds = 2;
}

/**
 * The database cannot be written at all: its disk is full, failing or read-only, or its server is away. Nothing of the write
 * was kept; it works again by itself once that is mended.
 */
export class CannotSave extends Error {
  override name = "CannotSave";
  readonly retryAfterSeconds = 15;
}

/** The database on disk was made by a newer version of Matricula, or its history differs from ours. It was not touched. */
export class WrongVersion extends Error {
  override name = "WrongVersion";
}

/** By name, because Next evaluates one module several times in a process. */
export function isOverloaded(error: unknown): error is Overloaded {
  return error instanceof Error && error.name === "Overloaded";
}

/** By name, as above. */
export function isCannotSave(error: unknown): error is CannotSave {
  return error instanceof Error && error.name === "CannotSave";
}

/** The engine's own code of an error, however deeply drizzle has wrapped it. */
export function engineCode(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string") return code;
  }
  return undefined;
}

/** Whether a write broke a UNIQUE rule. */
export function isUniqueViolation(error: unknown): boolean {
  const code = engineCode(error);
  return code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY" || code === "23505";
}

/** SQLite: disk full, disk failing, file or disk read-only, files that cannot be opened. https://sqlite.org/rescode.html */
const SQLITE_STORAGE = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)(_|$)/;

/**
 * PostgreSQL: lost connections (08), out of disk, memory or connections (53), shutting down or starting (57P), failing disk (58),
 * read-only (25006). https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const POSTGRES_STORAGE = /^(08|53|57P|58)[0-9A-Z]+$|^25006$/;

/** What the network says of a server that is away. */
const SERVER_AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EHOSTUNREACH)$/;

/** What node-postgres says, without a code, of a connection that ended under it. */
const CONNECTION_LOST = /^Connection terminated|connection error and is not queryable/;

/** Whether the engine could not write for a reason that lies outside of the write: disk, file or server. */
export function isStorageTrouble(error: unknown): boolean {
  const code = engineCode(error);
  if (code !== undefined) return [SQLITE_STORAGE, POSTGRES_STORAGE, SERVER_AWAY].some((codes) => codes.test(code));
  for (let at = error; at instanceof Error; at = at.cause) if (CONNECTION_LOST.test(at.message)) return true;
  return false;
}
