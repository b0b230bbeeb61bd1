/** The database could not take the write in time; the caller may try again. Nothing was written. */
export class Overloaded extends Error {
  override name = "Overloaded";
  readonly retryAfterSeconds = 2;
}

/** The database on disk was made by a newer version of Matricula, or its history differs from ours. It was not touched. */
export class WrongVersion extends Error {
  override name = "WrongVersion";
}

const BRANDS = new Set(["Overloaded"]);

/** By name, because Next evaluates one module several times in a process. */
export function isOverloaded(error: unknown): error is Overloaded {
  return error instanceof Error && BRANDS.has(error.name);
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
