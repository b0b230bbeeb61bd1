import { createHash } from "node:crypto";
import { getTranslator } from "#components/messages/get-translator.ts";

/**
 * The look of the house in a few lines: a page that stands on nothing, neither React nor the database nor another file. Its
 * words are those that the process has in memory; no page is shown before it has read them.
 */
const STYLE = `:root{color-scheme:light dark}body{margin:0;background:#faf8f3;color:#211f1c;font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:18vh 1.25rem 4rem}h1{font:600 2rem/1.2 Georgia,serif;margin:0 0 1rem}
p{margin:0 0 1.5rem}nav{display:flex;flex-wrap:wrap;gap:.75rem}
a{display:inline-block;padding:.7rem 1.25rem;border:1px solid #1f5d4c;border-radius:.5rem;color:#1f5d4c;text-decoration:none}
a:first-child{background:#1f5d4c;color:#fff}a:focus-visible{outline:3px solid #1f5d4c;outline-offset:2px}
small{display:block;margin-top:2rem;color:#5c574f;overflow-wrap:anywhere}small b{font-weight:400;user-select:all}
@media (prefers-color-scheme:dark){body{background:#151412;color:#ece8e0}a{border-color:#8fc7b3;color:#8fc7b3}
a:first-child{background:#8fc7b3;color:#10231d}a:focus-visible{outline-color:#8fc7b3}small{color:#a8a297}}`;

/** Nothing but the style above: no script runs here, and no form leads anywhere. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

export const PLAIN_PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "private, no-store",
  "content-security-policy": POLICY,
} as const;

export type PlainPage = {
  title: string;
  words: string;
  /** Paths below this site, the likeliest first. */
  links: readonly { path: string; words: string }[];
  /** The number that stands beside it in the log. */
  requestId?: string | undefined;
};

/** A whole page as text, for when none can be rendered. Works without a script and without anything else of the school. */
export function plainPage({ title, words, links, requestId }: PlainPage): string {
  const t = getTranslator();
  const anchors = links.map(({ path, words: said }) => `<a href="${escaped(path)}">${escaped(said)}</a>`).join("");
  const quote =
    requestId === undefined
      ? ""
      : `<small>${t.parts("errors.quote_this_number", { requestId: escaped(requestId), number: (id) => `<b>${id}</b>` }).join("")}</small>`;
  return `<!doctype html><html lang="${t.language}" dir="${t.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1><p>${escaped(words)}</p><nav aria-label="${escaped(t("errors.what_you_can_do"))}">${anchors}</nav>${quote}</main></body></html>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
