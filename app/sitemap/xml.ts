import { listSitemapPart } from "#domain/courses/sitemap.ts";
import { listAddresses } from "#app/_layout/language-links.ts";
import { getSchoolLanguages } from "#messages/request-language.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";

const NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML = "http://www.w3.org/1999/xhtml";
const HEADERS = { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" };

const isMultilingual = () => getSchoolLanguages().offered.length > 1;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function answer(element: string, rows: string[]): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${element} xmlns="${NAMESPACE}"${isMultilingual() ? ` xmlns:xhtml="${XHTML}"` : ""}>\n${rows.join("\n")}\n</${element}>\n`;
  return new Response(body, { headers: HEADERS });
}

/** One file of course pages; the first also names the catalogue itself. */
export async function sitemapPart(ctx: ReadCtx, part: number): Promise<Response | undefined> {
  const entries = await listSitemapPart(ctx, part, getSchoolLanguages().offered.length);
  if (entries.length === 0 && part > 1) return undefined;
  const first = part === 1 ? pagesOf("/courses") : [];
  const rows = entries.flatMap(({ slug, updatedAt }) => pagesOf(`/courses/${slug}`, updatedAt));
  return answer("urlset", [...first, ...rows]);
}

/** A page once in each language, and each names the others, as sitemaps are to. */
function pagesOf(path: string, updatedAt?: Date): string[] {
  const { "x-default": fallback = "", ...languages } = listAddresses(path);
  const addresses = Object.values(languages);
  const all = [...Object.entries(languages), ["x-default", fallback]];
  const links = all.map(([language = "", href = ""]) => {
    return `<xhtml:link rel="alternate" hreflang="${escaped(language)}" href="${escaped(href)}"/>`;
  });
  const changed = updatedAt ? `<lastmod>${updatedAt.toISOString()}</lastmod>` : "";
  const others = addresses.length > 1 ? links.join("") : "";
  return addresses.map((address) => `<url><loc>${escaped(address)}</loc>${changed}${others}</url>`);
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
