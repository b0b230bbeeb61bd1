import { createHash } from "node:crypto";

/**
 * What browsers are told to refuse on our pages. The decision and its reasons: docs/decisions/content-security-policy.md.
 * Pure, because three places outside the app's bundle need it: proxy.ts, app/_http/cache-handler.ts and next.config.ts.
 */

/** On everything, pages and answers alike. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  // Links in mails and on pages may hold a secret (a calendar, a way to choose a password): no other site learns our addresses.
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy":
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
};

/** A year; only said over https, where alone it counts. */
export const STRICT_TRANSPORT = "max-age=31536000";

/** For answers that are no pages: nothing in them is ever run or shown. */
export const RESPONSE_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Which other servers a page may show something of: players in a frame, and whether films and recordings may come from any. */
export type PlayFrom = { frames: readonly string[]; media: readonly string[] };

type Sources = { script: string; style: string; formAction?: readonly string[]; playFrom?: PlayFrom | undefined };

function policyOf({ script, style, formAction = [], playFrom }: Sources): string {
  const inDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'none'",
    `script-src ${script}${inDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src ${inDevelopment ? "'self' 'unsafe-inline'" : style}`,
    // A bar's length and a person's colour are attributes; an attribute can neither load nor run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    `media-src ${["'self'", ...(playFrom?.media ?? [])].join(" ")}`,
    ...(playFrom ? [`frame-src ${playFrom.frames.join(" ")}`] : []),
    `form-action ${["'self'", ...formAction].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/**
 * For a page that is rendered for each request: only scripts that carry the request's nonce, and what those load.
 * `formAction`: where else a form may lead (a payment page, somebody who vouches for people). `playFrom`: what plays on it.
 */
export function createNoncePolicy(nonce: string, formAction: readonly string[], playFrom?: PlayFrom): string {
  return policyOf({ script: `'nonce-${nonce}' 'strict-dynamic'`, style: "'self'", formAction, playFrom });
}

/** The scripts and styles that stand in a page itself; those that are loaded, and data for search engines, do not count. */
const INLINE_SCRIPTS = /<script(?![^>]*\ssrc=)(?![^>]*\stype="application\/ld\+json")[^>]*>([\s\S]*?)<\/script>/g;
const INLINE_STYLES = /<style[^>]*>([\s\S]*?)<\/style>/g;

/** For a page that is kept: our own files, and the very scripts and styles that were rendered into it, by their hashes. */
export function createHashPolicy(html: string): string {
  return policyOf({
    script: ["'self'", ...hashesOf(html, INLINE_SCRIPTS)].join(" "),
    style: ["'self'", ...hashesOf(html, INLINE_STYLES)].join(" "),
  });
}

function hashesOf(html: string, inline: RegExp): Set<string> {
  const texts = [...html.matchAll(inline)].map(([, text = ""]) => text);
  return new Set(texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`));
}
