import { and, eq, like, ne } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { toSearchText } from "../kernel/search-text.ts";

/** The schema allows 120; the rest is for the number that tells two courses of one title apart. */
const BASE_LENGTH_MAX = 90;

/** Words that are pages of their own under /courses. */
const TAKEN_BY_PAGES = new Set(["page", "find", "new"]);

/** The title as an address: small letters without accents, digits and dashes. A title without any Latin letter is "course". */
function slugOf(title: string): string {
  const slug = toSearchText(title)
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, BASE_LENGTH_MAX)
    .replace(/-+$/, "");
  return slug === "" ? "course" : slug;
}

/** An address nobody has yet: the title's own, or with the next number behind it. `courseId` may keep what it has. */
export async function findFreeSlug(tx: Tx, title: string, courseId = ""): Promise<string> {
  const base = slugOf(title);
  if (!(await isSlugTaken(tx, base, courseId))) return base;
  const rows = await tx
    .select({ slug: courses.slug })
    .from(courses)
    .where(and(like(courses.slug, `${base}-%`), ne(courses.id, courseId)));
  const used = new Set(rows.map(({ slug }) => slug));
  let number = 2;
  while (used.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

/** Whether another course has this address, or a page does. */
export async function isSlugTaken(tx: Reader | Tx, slug: string, courseId: string): Promise<boolean> {
  if (TAKEN_BY_PAGES.has(slug)) return true;
  const rows = await tx
    .select({ id: courses.id })
    .from(courses)
    .where(and(eq(courses.slug, slug), ne(courses.id, courseId)));
  return rows.length > 0;
}
