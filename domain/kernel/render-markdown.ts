import { LRUCache } from "lru-cache";
import { Marked, type MarkedExtension } from "marked";
import sanitizeHtml from "sanitize-html";
import { escapeHtml } from "./message-html.ts";
import { isCostlyMarkdown } from "./is-costly-markdown.ts";

/** Headings begin at the third level: the page itself holds the first two. */
const HEADINGS: Record<string, string> = { h1: "h3", h2: "h3", h3: "h4", h4: "h5", h5: "h6" };

/** Mark-up can make eight characters of one; no course needs more. */
const HTML_CHARACTERS_MAX = 1_000_000;

/** What is shown again and again is rendered once. Counted in characters, of which each takes two bytes at most. */
const KEPT_CHARACTERS_MAX = 4_000_000;

/**
 * Tags are no mark-up here: `<Bookbinding for beginners>` is a title that somebody typed, and is shown. A picture would tell
 * another site who reads this page; in its place stands a link to it.
 */
const asWords: MarkedExtension = {
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ href, text }) => `!<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`,
  },
};
const marked = new Marked({ gfm: true, breaks: false, async: false }, asWords);

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...["p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li"],
    ...["strong", "em", "del", "code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"],
  ],
  allowedAttributes: { a: ["href", "rel"], ol: ["start"], th: ["align"], td: ["align"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  // What a script or a style says is no text to read.
  nonTextTags: ["script", "style", "textarea", "option", "noscript", "title"],
  disallowedTagsMode: "discard",
  nestingLimit: 50,
  transformTags: {
    ...HEADINGS,
    a: (_tag, { href }) => ({ tagName: "a", attribs: { ...(href ? { href } : {}), rel: "nofollow noopener ugc" } }),
  },
};

const kept = new LRUCache<string, string>({
  maxSize: KEPT_CHARACTERS_MAX,
  sizeCalculation: (html, markdown) => markdown.length + html.length,
});

/**
 * Markdown (GFM) as HTML that is safe to put into a page: no tags but its own, no scripts, no styles, no pictures; links lead to
 * http, https and mailto only and lend nobody our name. In time and in memory it is bounded by the length of the text, whatever
 * is in it; a text that goes over a bound is shown as it was typed, line by line. The same text is rendered once.
 */
export function renderMarkdown(markdown: string): string {
  if (markdown.trim() === "") return "";
  const known = kept.get(markdown);
  if (known !== undefined) return known;
  const html = renderAnew(markdown);
  kept.set(markdown, html);
  return html;
}

function renderAnew(markdown: string): string {
  if (isCostlyMarkdown(markdown)) return asTyped(markdown);
  const html = marked.parse(markdown) as string;
  return html.length > HTML_CHARACTERS_MAX ? asTyped(markdown) : sanitizeHtml(html, allowed).trim();
}

const asTyped = (text: string) => `<p>${escapeHtml(text).replaceAll("\n", "<br />\n")}</p>`;
