/**
 * A page that says by this name that it works without React in the browser is sent without Next's scripts and without the page a
 * second time as data for them. Next has no setting for that. The decision and its reasons:
 * docs/decisions/public-pages-without-scripts.md. Pure, because the cache of kept pages is outside of the app's bundle.
 */
export const NEXT_SCRIPTS_MARK = "next-scripts";

const MARKED = `<meta name="${NEXT_SCRIPTS_MARK}" content="none"/>`;

/** The id of our own script that stands in the page. */
export const OWN_SCRIPT = "send-once";

/** Ours, and data for search engines, stay. */
const SCRIPTS =
  /<script\b(?![^>]*\b(?:type="(?:module|application\/ld\+json)"|id="send-once"))[^>]*>[\s\S]*?<\/script>/g;
const SCRIPTS_AHEAD = /<link\b[^>]*\bas="script"[^>]*>/g;

/** A part of a page that came late waits beside its place for a script to put it there. */
const LATE_PART = /<template id="[BP]:/;

export const isMarked = (html: string): boolean => html.includes(MARKED);

/** The page without what only Next's scripts need; as it is where it does not say that it works so. */
export function leaveOutNextScripts(html: string): string {
  if (!isMarked(html) || LATE_PART.test(html)) return html;
  return html.replace(MARKED, "").replace(SCRIPTS, "").replace(SCRIPTS_AHEAD, "");
}
