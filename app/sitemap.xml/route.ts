import { sitemapIndex, sitemapPart } from "#app/sitemap/xml.ts";
import { config } from "#config/config.ts";
import { countSitemapParts } from "#domain/courses/sitemap.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { getSchoolLanguages } from "#messages/request-language.ts";
import { reading } from "#runtime";

/** Next renders a sitemap.xml at build time unless told otherwise, and the build knows no courses. */
export const dynamic = "force-dynamic";

export async function GET() {
  const ctx = reading(visitor);
  const { url } = config();
  const parts = await countSitemapParts(ctx, getSchoolLanguages().offered.length);
  return (parts === 1 ? await sitemapPart(ctx, 1) : undefined) ?? sitemapIndex(url, parts);
}
