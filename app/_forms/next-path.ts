/** The longest path that is kept across a sign-in. */
const LENGTH_MAX = 500;
/** No request line that a server takes is longer, so the page that somebody is on always fits: a search may be long. */
export const ADDRESS_MAX = 16_000;
const HERE = "https://here.invalid";

/**
 * A path of this site, from what a link or a form claims, or nothing. Anything that a browser would take elsewhere
 * (`//other.example`, a backslash, another scheme) is dropped.
 */
export function getSafePath(claimed: unknown, lengthMax = LENGTH_MAX): string | null {
  if (typeof claimed !== "string" || claimed.length > lengthMax || !claimed.startsWith("/")) return null;
  const url = URL.canParse(claimed, HERE) ? new URL(claimed, HERE) : null;
  if (url === null || url.origin !== HERE || /^\/\/|[\\\p{Cc}]/u.test(claimed)) return null;
  const path = url.pathname + url.search + url.hash;
  return path.startsWith("//") ? null : path;
}

/** Where to go after signing in: as `getSafePath`, and the doors themselves are dropped too. */
export function getSafeNextPath(claimed: unknown): string | null {
  const path = getSafePath(claimed);
  return path === null || /^\/(sign-in|sign-up|auth|welcome)(\/|$|[?#])/.test(path) ? null : path;
}

/** A door's address that remembers where the person was going, and what they have typed. */
export function getAuthPath(door: string, kept: { next?: string | null; email?: string }): string {
  const query = new URLSearchParams();
  if (kept.next) query.set("next", kept.next);
  if (kept.email) query.set("email", kept.email);
  const text = query.toString();
  return text === "" ? door : `${door}?${text}`;
}
