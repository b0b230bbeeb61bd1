import { getSchoolLanguages } from "#messages/request-language.ts";
import { config } from "#config/config.ts";

/** Next renders a robots.txt at build time unless told otherwise, and the school's address is known only when it runs. */
export const dynamic = "force-dynamic";

/** What is one person's, or anybody's search, is nothing to index. */
const PRIVATE = [
  ...[
    "account",
    "admin",
    "api",
    "auth",
    "calendar",
    "certificates",
    "checkout",
    "courses/find",
    "enrol",
    "learning",
    "mail",
  ],
  ...["orders", "sandbox", "welcome"],
];

/** The same pages have an address in each language. */
function prefixes(): string[] {
  const { offered, fallback } = getSchoolLanguages();
  return offered.map((language) => (language === fallback ? "" : `/${language}`));
}

export function GET() {
  const rules = [
    "User-agent: *",
    ...prefixes().flatMap((prefix) => PRIVATE.map((path) => `Disallow: ${prefix}/${path}`)),
    "",
    `Sitemap: ${config().url}/sitemap.xml`,
  ];
  return new Response(`${rules.join("\n")}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
