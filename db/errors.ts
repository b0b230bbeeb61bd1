import { type Message, sourceText } from "#messages/message.ts";

/** The database could not take the write in time; the caller may try again. Nothing was written. */
export class Overloaded extends Error {
  override name = "Overloaded";
  readonly retryAfterSeconds = 2;
}

/**
 * The database cannot be written at all: its disk is full, failing or read-only, its server is away, or it is damaged. Nothing of
 * the write was kept; it works again by itself once that is mended, and a damaged one after a person has mended it.
 */
export class CannotSave extends Error {
  override name = "CannotSave";
  readonly retryAfterSeconds = 15;
}

/** The database was made by a newer version of Matricula, has another history than ours, or is another program's. It was not touched. */
export class WrongVersion extends Error {
  override name = "WrongVersion";
  readonly told: Message;

  constructor(told: Message) {
    super(sourceText(told));
    this.told = told;
  }
}

/** By name, because Next evaluates one module several times in a process. */
export function isOverloaded(error: unknown): error is Overloaded {
  return error instanceof Error && error.name === "Overloaded";
}

/** The same, however deeply drizzle has wrapped it: so a read says that no connection became free. */
export function findOverload(error: unknown): Overloaded | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (isOverloaded(at)) return at;
  return undefined;
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

/** Why a database cannot be written, as far as its engine says so. */
export type StorageTrouble = "full" | "read_only" | "io" | "away" | "left_behind" | "corrupt";

/** Our own code: the only server that takes writes is one whose place another has taken. */
export const LEFT_BEHIND = "LEFT_BEHIND";

/**
 * The engines' codes. SQLite: https://sqlite.org/rescode.html. PostgreSQL: out of disk (53100), other resources (53), lost
 * connections (08), shutting down or starting (57P), failing disk (58), read-only (25006), damaged rows or indexes (XX001, XX002);
 * https://www.postgresql.org/docs/current/errcodes-appendix.html. The rest is what the network says of a server that is away.
 */
const TROUBLES: [StorageTrouble, RegExp][] = [
  ["corrupt", /^SQLITE_(CORRUPT|NOTADB)(_|$)|^XX00[12]$/],
  ["full", /^SQLITE_FULL$|^53100$/],
  ["read_only", /^SQLITE_READONLY(_|$)|^25006$/],
  ["io", /^SQLITE_(IOERR|CANTOPEN)(_|$)|^58[0-9A-Z]{3}$/],
  ["left_behind", /^LEFT_BEHIND$/],
  ["away", /^(08|53|57P)[0-9A-Z]+$/],
  ["away", /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EHOSTUNREACH)$/],
];

/** What node-postgres says, without a code, of a connection that ended under it, and of an answer that did not come in time. */
const CONNECTION_LOST =
  /^Connection terminated|connection error and is not queryable|^Query read timeout|^timeout exceeded|^timeout expired|^The server does not support SSL/;

/** How the seal of a school that has moved refuses every change (ops/move): where it stood nothing is written any more. */
export const MOVED_WORDS = "this school has moved to";

/** What an error says of disk, file or server; undefined when it is about the write itself. */
export function storageTroubleOf(error: unknown): StorageTrouble | undefined {
  const code = engineCode(error);
  // A trigger of SQLite cannot choose its code.
  if (code === "SQLITE_CONSTRAINT_TRIGGER")
    return engineMessage(error).startsWith(MOVED_WORDS) ? "read_only" : undefined;
  if (code !== undefined) return TROUBLES.find(([, codes]) => codes.test(code))?.[0];
  for (let at = error; at instanceof Error; at = at.cause) if (CONNECTION_LOST.test(at.message)) return "away";
  return undefined;
}

/** Whether there is no primary to ask, so that a replica may answer instead. */
export function isPrimaryAway(error: unknown): boolean {
  const trouble = storageTroubleOf(error);
  return trouble === "away" || trouble === "left_behind";
}

/** What the engine itself said, however deeply drizzle has wrapped it. */
export function engineMessage(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return at instanceof Error ? at.message : String(at);
}

/** Whether the engine could not write for a reason that lies outside of the write: disk, file or server. */
export function isStorageTrouble(error: unknown): boolean {
  return storageTroubleOf(error) !== undefined;
}
