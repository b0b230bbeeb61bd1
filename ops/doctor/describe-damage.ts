import type { Config } from "#config/config.ts";
import { engineCode } from "#db/errors.ts";

/** What to do about a database that is damaged. */
export const RESTORE_INSTRUCTIONS = "do not start it again; keep the files aside and run: npm run restore -- latest";

/**
 * What an error says that was found to be damage, and what to do about it. A file that does not begin as SQLite's do is more often
 * the wrong file than a damaged one: a restore would put the school's database in its place.
 */
export function describeDamage(
  error: unknown,
  { database }: Pick<Config, "database">,
): { words: string; mend: string } {
  if (database.engine === "sqlite" && engineCode(error) === "SQLITE_NOTADB") {
    return {
      words: `${database.file} is not a SQLite database.`,
      mend:
        "see that DATABASE_URL, or MATRICULA_DATA_DIR, names the school's own file; if it does, the file was overwritten: " +
        "keep it aside and run: npm run restore -- latest",
    };
  }
  return {
    words: `The database is damaged: ${error instanceof Error ? error.message : String(error)}.`,
    mend: RESTORE_INSTRUCTIONS,
  };
}
