import path from "node:path";
import { ConfigError, config } from "#config/config.ts";
import { engineCode, isCannotSave, isStorageTrouble, storageTroubleOf, WrongVersion } from "#db/errors.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { listUnknownSettings } from "../doctor/checks/setting-names.ts";
import { explainConnection } from "../explain-connection.ts";
import { describeDamage } from "../doctor/describe-damage.ts";
import { describeLeftBehind } from "../health/storage-reasons.ts";

/** What a person mends by a setting or a command is said as it is; a stack would bury it. */
const PLAIN = new Set(["CatalogueError"]);

/** What the file system says of a place that is no good, and PostgreSQL of a name, a password or a database that is none. */
const NO_PLACE = /^(E(ACCES|NOTDIR|EXIST|ROFS|NOSPC|PERM|DQUOT)|28[0-9A-Z]{3}|3D000|08P01)$/;

/** Says on the terminal why a command ended, and makes it end as failed. */
export function fail(error: unknown): void {
  // Whoever has to mend a setting may have misspelt another one.
  if (error instanceof ConfigError) {
    const t = getTerminalTranslator();
    const unknown = listUnknownSettings(process.env).map(
      (each) => `  ${t("doctor.with_mend", { words: t.format(each.message), mend: t.format(each.mend) })}`,
    );
    console.error([t.format(error.told), ...unknown].join("\n"));
  } else if (isRefusal(error)) console.error(getTerminalTranslator().format(error.said));
  else if (error instanceof MessageError || error instanceof WrongVersion)
    console.error(getTerminalTranslator().format(error.told));
  else if (error instanceof Error && (PLAIN.has(error.name) || isUnknownOption(error))) console.error(error.message);
  else if (isStorageTrouble(error) || isCannotSave(error) || NO_PLACE.test(engineCode(error) ?? ""))
    console.error(withoutDatabase(error));
  else console.error(error);
  process.exitCode = 1;
}

/** What Node says of an option that a command does not have. */
export const isUnknownOption = (error: unknown) =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS_");

/** Never with the address, which may hold a password. */
function withoutDatabase(error: unknown): string {
  const { database } = config();
  const why = reasonOf(error);
  const t = getTerminalTranslator();
  const place = placeBesideSchool(error);
  if (place !== undefined) return t("cli.place_cannot_be_used", { place, why });
  if (storageTroubleOf(error) === "corrupt") {
    const { words, mend } = describeDamage(innermost(error), { database });
    return t.format(message("doctor.with_mend", { words, mend }));
  }
  if (database.engine === "postgres" && storageTroubleOf(error) === "left_behind") {
    const { words, mend } = describeLeftBehind(new URL(database.url).pathname.slice(1), why);
    return t.format(message("doctor.with_mend", { words, mend }));
  }
  return database.engine === "postgres"
    ? t("start.server_unavailable", { why: t.format(explainConnection(why) ?? why) })
    : t("start.file_unavailable", { file: database.file, why });
}

/** The file or folder that the system names, when it is none of the school's own: then the database is not to blame. */
function placeBesideSchool(error: unknown): string | undefined {
  const { path: place } = Object(innermost(error)) as { path?: unknown };
  if (typeof place !== "string") return undefined;
  const { database, dataDir } = config();
  const own = [dataDir, ...(database.engine === "sqlite" ? [path.dirname(database.file)] : [])];
  const full = path.resolve(place);
  return own.some((folder) => `${full}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(`${full}/`))
    ? undefined
    : full;
}

/** The innermost cause says it best; that of several attempts to connect has no words of its own. */
function reasonOf(error: unknown): string {
  const at = innermost(error);
  if (!(at instanceof Error)) return String(at);
  const { code } = at as { code?: unknown };
  return at.message || String(code);
}

function innermost(error: unknown): unknown {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return at;
}
