import type { Config } from "#config/config.ts";
import { engineCode } from "#db/errors.ts";
import { type Message, message } from "#messages/message.ts";
import { toSaid } from "#messages/message-error.ts";

/** What to do about a damaged database. */
export const RESTORE_INSTRUCTIONS = message("doctor.mend_damage");

/**
 * Describes an error that means damage, and what to do about it. A file without SQLite's header is more often the wrong file than a
 * damaged one, and a restore would overwrite it.
 */
export function describeDamage(
  error: unknown,
  { database }: Pick<Config, "database">,
): { words: Message; mend: Message } {
  if (database.engine === "sqlite" && engineCode(error) === "SQLITE_NOTADB") {
    return {
      words: message("doctor.not_a_sqlite_database", { file: database.file }),
      mend: message("doctor.mend_not_a_sqlite_database"),
    };
  }
  return {
    words: message("doctor.database_is_damaged", { detail: toSaid(error) }),
    mend: RESTORE_INSTRUCTIONS,
  };
}
