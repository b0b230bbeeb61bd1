import { readFileSync } from "node:fs";
import path from "node:path";
import { config } from "#config/config.ts";
import { engineOf } from "#db/engine.ts";
import { engineCode, WrongVersion } from "#db/errors.ts";
import { type Inspector, openInspector } from "#db/inspect.ts";
import { message } from "#messages/message.ts";
import { MessageError } from "#messages/message-error.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { getDatabaseUrl } from "../database-kind.ts";
import { readMarkers, refusalOf } from "../move/markers.ts";

/** Ends the process with the reason below: Next would bury it under a stack, and serve the pages all the same. */
export async function endIfUnready(): Promise<void> {
  try {
    await refuseUnreadyDatabase();
  } catch (error) {
    if (!(error instanceof MessageError || error instanceof WrongVersion)) throw error;
    console.error(getTerminalTranslator().format(error.told));
    process.exit(1);
  }
}

/**
 * For a server process that nobody minds, as `next start` alone makes it: throws where the database has moved, is of a newer version, or waits for
 * migrations. `npm start` mends the last by itself and refuses the others; without either, such a school would look well and break at the
 * first page that needs what is not there. A server that does not answer is left to the health watch, which waits for it; a file that is no database ends it,
 * too.
 */
export async function refuseUnreadyDatabase(url = getDatabaseUrl(config())): Promise<void> {
  const applied = await listAppliedAt(url).catch((error: unknown) => {
    if (engineCode(error) === "SQLITE_NOTADB") throw notADatabase(url);
    return undefined;
  });
  if (applied === undefined) return;
  const refusal = refusalOf(await readMarkers(url));
  if (refusal) throw new MessageError(refusal);
  const ours = listMigrations(engineOf(url));
  const unknown = applied.find((tag, at) => ours[at] !== tag);
  if (unknown !== undefined) throw new WrongVersion(message("start.newer_version", { migration: unknown }));
  const count = ours.length - applied.length;
  if (count > 0) throw new MessageError(message("start.next_does_not_migrate", { count }));
}

function notADatabase(file: string): MessageError {
  const words = message("doctor.not_a_sqlite_database", { file });
  return new MessageError(message("doctor.with_mend", { words, mend: message("doctor.mend_not_a_sqlite_database") }));
}

/** None where there is no database yet. */
async function listAppliedAt(url: string): Promise<string[]> {
  const inspector = await openInspector(url);
  try {
    return inspector ? await listApplied(inspector) : [];
  } finally {
    await inspector?.close();
  }
}

async function listApplied({ engine, ask }: Inspector): Promise<string[]> {
  const there =
    engine === "postgres"
      ? "SELECT 1 AS there WHERE to_regclass('matricula_migrations') IS NOT NULL"
      : "SELECT 1 AS there FROM sqlite_master WHERE name = 'matricula_migrations'";
  if ((await ask(there)).length === 0) return [];
  return (await ask("SELECT tag FROM matricula_migrations ORDER BY tag")).map(({ tag }) => String(tag));
}

/** Their names alone: what is built has no place of its own among the sources. */
function listMigrations(engine: string): string[] {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "drizzle", engine, "meta", "_journal.json");
  const { entries } = JSON.parse(readFileSync(file, "utf8")) as { entries: { tag: string }[] };
  return entries.map(({ tag }) => tag);
}
