import { and, eq, isNull } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { hashToken } from "./sessions.ts";

/** Where a person's private calendar feed is; calendars ask for it without signing in, so its key is a secret. */
export const getFeedPath = (key: string) => `/calendar/feed/${key}.ics`;

/** Whose feed a key opens; undefined when it was rotated away, or the person is disabled. */
export async function findFeedOwner(
  read: Reader,
  key: string,
): Promise<{ userId: string; name: string; timezone: string; language: string | null } | undefined> {
  if (key.length > 100) return undefined;
  const [found] = await read
    .select({ userId: users.id, name: users.name, timezone: users.timezone, language: users.language })
    .from(users)
    .where(and(eq(users.calendarKeyHash, hashToken(key)), isNull(users.disabledAt)));
  return found;
}
