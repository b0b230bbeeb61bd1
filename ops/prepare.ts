import { config } from "#config/config.ts";
import { migrate } from "#db/migrate.ts";
import { lacksOwner } from "#db/read-owner.ts";
import { readSetting } from "#db/read-setting.ts";
import { TEXT_RULES, TEXT_RULES_KEY } from "#domain/maintenance/text-rules.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { getDatabaseUrl, DATABASE_KIND_KEY, getWantedKind } from "./database-kind.ts";
import { getOrCreateSecrets, makeDataDir } from "./secrets.ts";

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
  if (isKept && isFilled && !isOwnerless) return false;
  const { createInitialData, createRealSchool } = await import("./initial-data.ts");
  await createInitialData(config(), say);
  if (isOwnerless) await createRealSchool(config(), say);
  const { fillAllTextKeys } = await import("./jobs/fill-text-keys.ts");
  if (!isFilled) await fillAllTextKeys();
  return true;
}

/** The data folder, the secrets and the migrations, and nothing in them. Says which migrations were applied. */
export async function prepareDatabase(): Promise<string[]> {
  const settingsNow = config();
  makeDataDir(settingsNow.dataDir);
  getOrCreateSecrets(settingsNow.dataDir);
  return migrate(getDatabaseUrl(settingsNow), settingsNow.database.engine);
}
