import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { type AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import { isId } from "../kernel/ids.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";

/** A search in another list follows no more people than this; who is looked for among more says more of the name. */
const PEOPLE_MAX = 200;

/** SQL: a column of `searchText` holds every word of `q`, in any order; undefined when nothing is looked for. */
export function hasWords(column: AnySQLiteColumn, q: string): SQL | undefined {
  return and(...splitSearchWords(q).map((word) => sql`${column} like ${escapeLike(word)} escape '\\'`));
}

/** SQL: people whose name or address holds every word of `q`. */
export const selectPeopleLike = (q: string): SQL | undefined => hasWords(users.searchText, q);

/** The ids of the people that a search means: exactly one by id or whole address, otherwise by parts of names, newest first. */
export async function findPeople(read: Reader, q: string): Promise<string[]> {
  const text = q.trim();
  if (isId("user", text)) return [text];
  const email = canonicalizeEmail(text);
  const [exact] = email ? await read.select({ id: users.id }).from(users).where(eq(users.email, email)) : [];
  if (exact) return [exact.id];
  const rows = await read
    .select({ id: users.id })
    .from(users)
    .where(selectPeopleLike(text))
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(PEOPLE_MAX);
  return rows.map(({ id }) => id);
}
