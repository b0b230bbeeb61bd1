import { count, eq } from "drizzle-orm";
import { rmSync } from "node:fs";
import path from "node:path";
import { emptyDatabase } from "#db/empty.ts";
import { settings, users } from "#db/schema/index.ts";
import type { Runtime } from "#runtime";

/** Thrown instead of removing anything that is not known to be the demo. */
class NotADemo extends Error {
  override name = "NotADemo";
}

/**
 * Takes the demo school out of its database and its data folder, whatever was done in it since. Says false when there was
 * nobody in it. Refuses (`NotADemo`) a school that was not begun as a demo; nothing is changed then.
 */
export async function removeDemo({ config, database }: Pick<Runtime, "config" | "database">): Promise<boolean> {
  const [kind] = await database.read.select({ value: settings.value }).from(settings).where(eq(settings.key, "kind"));
  if (kind !== undefined && kind.value === "real") {
    throw new NotADemo("This is a real school, not the demo. Nothing was removed.");
  }
  const [{ people } = { people: 0 }] = await database.read.select({ people: count() }).from(users);
  if (kind === undefined && people > 0) {
    throw new NotADemo("There are people in this school, and nothing says that it is the demo. Nothing was removed.");
  }
  await emptyDatabase(config.database.engine === "postgres" ? config.database.url : config.database.file);
  rmSync(path.join(config.dataDir, "files"), { recursive: true, force: true });
  return people > 0;
}
