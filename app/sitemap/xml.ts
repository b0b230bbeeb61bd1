import { listSitemapPart } from "#domain/courses/sitemap.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";

const NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
const HEADERS = { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" };

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function answer(element: string, rows: string[]): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${element} xmlns="${NAMESPACE}">\n${rows.join("\n")}\n</${element}>\n`;
  return new Response(body, { headers: HEADERS });
}

/** One file of course pages; the first also names the catalogue itself. */
export async function sitemapPart(ctx: ReadCtx, url: string, part: number): Promise<Response | undefined> {
  const entries = await listSitemapPart(ctx, part);
  if (entries.length === 0 && part > 1) return undefined;
  const first = part === 1 ? [`<url><loc>${escaped(url)}/courses</loc></url>`] : [];
  const rows = entries.map(
    ({ slug, updatedAt }) =>
      `<url><loc>${escaped(`${url}/courses/${slug}`)}</loc><lastmod>${updatedAt.toISOString()}</lastmod></url>`,
  );
  return answer("urlset", [...first, ...rows]);
}

/** The list of files, when one is not enough. */
export function sitemapIndex(url: string, parts: number): Response {
  return answer(
    "sitemapindex",
    Array.from(
      { length: parts },
      (_, at) => `<sitemap><loc>${escaped(`${url}/sitemap/${at + 1}.xml`)}</loc></sitemap>`,
    ),
  );
}
