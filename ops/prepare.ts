import { config } from "#config/config.ts";
import { migrate } from "#db/migrate.ts";
import { lacksOwner } from "#db/read-owner.ts";
import { readSetting } from "#db/read-setting.ts";
import { TEXT_RULES, TEXT_RULES_KEY } from "#domain/maintenance/text-rules.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { refuseMoved } from "./begin-command.ts";
import { refuseEncoding } from "./refuse-encoding.ts";
import { getDatabaseUrl, getDirectUrl, DATABASE_KIND_KEY, getWantedKind } from "./database-kind.ts";
import { getOrCreateSecrets, makeDataDir, SECRET_MARK_KEY } from "./secrets.ts";

/**
 * Everything between a configuration and a school that can be served: the data folder, the secrets, the migrations, and on an
 * empty database its first content. A real school whose owner has let the link run out is given another. Doing it again changes nothing, and is quick: what only a first start needs is not even
 * loaded. `say` gets what a person should read. Says whether the runtime was opened for it.
 */
export async function prepareSchool(say: (line: string) => void): Promise<boolean> {
  const applied = await prepareDatabase();
  if (applied.length > 0) say(getTerminalTranslator()("start.migrations_applied", { count: applied.length }));
  const url = getDatabaseUrl(config());
  const isKept = (await readSetting(url, DATABASE_KIND_KEY)) === getWantedKind(config());
  const isFilled = (await readSetting(url, TEXT_RULES_KEY)) === TEXT_RULES;
  const isOwnerless = isKept && config().isReal && (await lacksOwner(url, createSystemClock()));
  // The processes of one file read their secret from beside it; servers of one PostgreSQL database may each have their own.
  const isMarked = config().database.engine === "sqlite" || (await readSetting(url, SECRET_MARK_KEY)) !== undefined;
  if (isKept && isFilled && !isOwnerless && isMarked) return false;
  const { createInitialData, createRealSchool } = await import("./initial-data.ts");
  await createInitialData(config(), say);
  if (isOwnerless) await createRealSchool(config(), say);
  if (!isMarked) await (await import("./secret-mark.ts")).storeSecretMark({ replaces: false });
  const { fillAllTextKeys } = await import("./jobs/fill-text-keys.ts");
  if (!isFilled) await fillAllTextKeys();
  return true;
}

/** The data folder, the secrets and the migrations, and nothing in them. Says which migrations were applied. */
export async function prepareDatabase(): Promise<string[]> {
  const settingsNow = config();
  await refuseMoved();
  makeDataDir(settingsNow.dataDir);
  getOrCreateSecrets(settingsNow.dataDir);
  const url = getDirectUrl(settingsNow);
  if (settingsNow.database.engine === "postgres") await refuseEncoding(url);
  return migrate(url, settingsNow.database.engine);
}
