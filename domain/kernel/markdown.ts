import { Marked } from "marked";
import sanitizeHtml from "sanitize-html";

/** Headings begin at the third level: the page itself holds the first two. */
const HEADINGS: Record<string, string> = { h1: "h3", h2: "h3", h3: "h4", h4: "h5", h5: "h6" };

const marked = new Marked({ gfm: true, breaks: false, async: false });

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

/**
 * Markdown (GFM) as HTML that is safe to put into a page: no scripts, no styles, no pictures (each would tell another site
 * who reads this page), no frames; links lead to http, https and mailto only and lend nobody our name.
 */
export function renderMarkdown(markdown: string): string {
  if (markdown.trim() === "") return "";
  return sanitizeHtml(parse(markdown), allowed).trim();
}

/** A text that quotes or lists itself a thousand levels deep is more than the parser's stack can hold: it is shown as it is. */
function parse(markdown: string): string {
  try {
    return marked.parse(markdown) as string;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const escaped = markdown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return `<p>${escaped}</p>`;
  }
}

/** The same text without any mark-up, for summaries and mails. */
export function plainText(markdown: string): string {
  const html = sanitizeHtml(parse(markdown), { allowedTags: [], allowedAttributes: {} });
  return html
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}
