import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { getSchoolSecret } from "#config/stored-secrets.ts";
import { settings } from "#db/schema/index.ts";
import { runtime } from "#runtime";
import { SECRET_MARK_KEY } from "./secrets.ts";

/** As many characters as tell two secrets apart. */
const MARK_LENGTH = 16;

/** Whoever reads it can make neither the secret nor anything signed with it. */
export function getSecretMark(secret: string): string {
  return createHmac("sha256", secret).update("mark of the secret").digest("hex").slice(0, MARK_LENGTH);
}

/** Takes this server's secret for the school's, when none is known yet or `replaces` says so. Says whether that changed anything. */
export async function storeSecretMark({ replaces }: { replaces: boolean }): Promise<boolean> {
  const { database, clock } = runtime();
  const row = { value: getSecretMark(getSchoolSecret()), updatedAt: clock() };
  return database.write(async (tx) => {
    const [known] = await tx.select({ value: settings.value }).from(settings).where(eq(settings.key, SECRET_MARK_KEY));
    if (known && (!replaces || known.value === row.value)) return false;
    await tx
      .insert(settings)
      .values({ key: SECRET_MARK_KEY, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row });
    return true;
  });
}
