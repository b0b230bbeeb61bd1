import { desc, eq, type SQL, sql } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { isId } from "../kernel/ids.ts";
import { likePart } from "../kernel/search-text.ts";

/** A search in another list follows no more people than this; who is looked for among more says more of the name. */
const PEOPLE_MAX = 200;
const WORDS_MAX = 6;

/** SQL: people whose name or address holds every word of `q`. */
function peopleLike(q: string): SQL {
  const words = q.trim().split(/\s+/).filter(Boolean).slice(0, WORDS_MAX);
  const found = words.map((word) => {
    const small = likePart(word.toLowerCase());
    // As typed, too: SQLite's lower() knows only the letters of English.
    return sql`(${users.name} like ${likePart(word)} escape '\\' or lower(${users.name}) like ${small} escape '\\' or ${users.email} like ${small} escape '\\')`;
  });
  return found.length === 0 ? sql`1 = 1` : sql.join(found, sql` and `);
}

/** The ids of the people that a search means: exactly one by id or whole address, otherwise by parts of names, newest first. */
export async function findPeople(read: Reader, q: string): Promise<string[]> {
  const text = q.trim();
  if (isId("user", text)) return [text];
  const [exact] = await read.select({ id: users.id }).from(users).where(eq(users.email, text.toLowerCase()));
  if (exact) return [exact.id];
  const rows = await read
    .select({ id: users.id })
    .from(users)
    .where(peopleLike(text))
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(PEOPLE_MAX);
  return rows.map(({ id }) => id);
}
