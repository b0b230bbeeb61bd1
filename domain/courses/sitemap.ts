import { asc, count, eq } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";

/** What a search engine should know of: the address of a published course, and when its text last changed. */
export type SitemapEntry = { slug: string; updatedAt: Date };

/** A sitemap may name 50,000 pages (sitemaps.org); ours keeps some room for the catalogue's own. */
const SITEMAP_PAGES_MAX = 40_000;

/** Every course has a page in each language. */
const entriesMax = (languages: number) => Math.floor(SITEMAP_PAGES_MAX / languages);

/** How many files the published courses fill; one even when there is none. */
export async function countSitemapParts({ read }: ReadCtx, languages = 1): Promise<number> {
  const [row] = await read.select({ count: count() }).from(courses).where(eq(courses.state, "published"));
  return Math.max(1, Math.ceil((row?.count ?? 0) / entriesMax(languages)));
}

/** The courses of one file, counted from 1; none beyond the last. */
export async function listSitemapPart({ read }: ReadCtx, part: number, languages = 1): Promise<SitemapEntry[]> {
  return read
    .select({ slug: courses.slug, updatedAt: courses.updatedAt })
    .from(courses)
    .where(eq(courses.state, "published"))
    .orderBy(asc(courses.id))
    .limit(entriesMax(languages))
    .offset((part - 1) * entriesMax(languages));
}
