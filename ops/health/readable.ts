import { isStorageTrouble } from "#db/errors.ts";
import { getCatalogueVersion } from "#domain/kernel/catalogue-version.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import { type Health, getHealthState } from "./state.ts";
import { message } from "#messages/message.ts";

/** Whether an error says that the database is away or in trouble, and nothing of what was asked. */
export const isDatabaseUnavailable = (error: unknown): boolean => isStorageTrouble(error);

/** By one prepared read, as every page begins with it. */
async function canRead(): Promise<boolean> {
  try {
    await getCatalogueVersion(runtime().database.read);
    return true;
  } catch (error) {
    log().error({ err: error }, "the school cannot read its database");
    return false;
  }
}

/** The state of this process, after a try to read: a database that cannot even be read is a failure, whatever else is known. */
export async function getHealth(): Promise<Health> {
  if (await canRead()) return getHealthState();
  const { reasons } = getHealthState();
  const unreadable = {
    code: "storage_unreadable",
    state: "failed" as const,
    isCritical: true,
    words: message("health.storage_unreadable"),
    mend: message("health.mend_storage_unreadable"),
    since: runtime().clock(),
  };
  return { state: "failed", reasons: [unreadable, ...reasons] };
}

/** What only the database, or a folder, can tell; null when it cannot just now, so that the rest is told all the same. */
export async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    log().warn({ err: error }, "part of the health report could not be read");
    return null;
  }
}
