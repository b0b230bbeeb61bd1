import { count, eq } from "drizzle-orm";
import { rmSync } from "node:fs";
import { emptyDatabase } from "#db/empty.ts";
import { settings, users } from "#db/schema/index.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import type { Runtime } from "#runtime";

/** Thrown instead of removing anything that is not known to be the demo. */
class NotADemo extends MessageError {
  override name = "NotADemo";
}

/**
 * Takes the demo school out of its database and its data folder, whatever was done in it since. Says false when there was
 * nobody in it. Refuses (`NotADemo`) a school that was not begun as a demo; nothing is changed then.
 */
export async function removeDemo({ config, database }: Pick<Runtime, "config" | "database">): Promise<boolean> {
  const [kind] = await database.read.select({ value: settings.value }).from(settings).where(eq(settings.key, "kind"));
  if (kind !== undefined && kind.value === "real") {
    throw new NotADemo(message("start.not_a_demo"));
  }
  const [{ people } = { people: 0 }] = await database.read.select({ people: count() }).from(users);
  if (kind === undefined && people > 0) {
    throw new NotADemo(message("start.perhaps_not_a_demo"));
  }
  await emptyDatabase(config.database.engine === "postgres" ? config.database.url : config.database.file);
  rmSync(config.filesDir, { recursive: true, force: true });
  return people > 0;
}
