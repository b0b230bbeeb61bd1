import { createHash } from "node:crypto";
import { REFUSALS, type RefusalCode } from "#domain/kernel/refusal.ts";
import { ownPath } from "./sorry-path.ts";

/** When to try again, unless something better is known. */
const RETRY_AFTER_SECONDS = 2;

/** The look of the house in a few lines: whoever is this busy renders nothing and reads no database. */
const STYLE = `:root{color-scheme:light dark}body{margin:0;background:#faf8f3;color:#211f1c;font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:18vh 1.25rem 4rem}h1{font:600 2rem/1.2 Georgia,serif;margin:0 0 1rem}
p{margin:0 0 1.5rem}a{display:inline-block;padding:.7rem 1.25rem;border-radius:.5rem;background:#1f5d4c;color:#fff;text-decoration:none}
small{display:block;margin-top:2rem;opacity:.7;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){body{background:#151412;color:#ece8e0}a{background:#8fc7b3;color:#10231d}}`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/**
 * The answer to somebody who came when the school could not take more: a status that caches and search engines understand,
 * when to come back, and a link to where they were. Undefined when `why` is no such reason: then a page explains.
 */
export function busyAnswer(asked: URLSearchParams): Response | undefined {
  const why = asked.get("why") ?? "";
  if (!Object.hasOwn(REFUSALS, why)) return undefined;
  const { status, words } = REFUSALS[why as RefusalCode];
  if (status !== 429 && status !== 503) return undefined;
  const back = ownPath(asked.get("back") ?? undefined) ?? "/courses";
  const number = /^req_[0-9a-f]{32}$/.exec(asked.get("number") ?? "")?.[0];
  return new Response(pageOf(words, back, number), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "content-security-policy": POLICY,
      "retry-after": String(RETRY_AFTER_SECONDS),
    },
  });
}

function pageOf(words: string, back: string, number: string | undefined): string {
  const quote = number === undefined ? "" : `<small>If you write to us about it, quote this number: ${number}</small>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>One moment, please</title><style>${STYLE}</style></head>
<body><main><h1>One moment, please</h1><p>${escaped(words)}</p><a href="${escaped(back)}">Try again</a>${quote}</main></body></html>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
