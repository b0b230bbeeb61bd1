/**
 * The request's URL, rewritten so that Next can parse it. Next answers 500 to a path with an invalid percent-encoding; here its `%` is
 * encoded as `%25`, so that the path is answered with 404 like any other unknown one. NUL is removed from the query string, because
 * PostgreSQL rejects text that contains it.
 */
export function repairUrlEncoding(url: string): string {
  if (!url.startsWith("/")) return repairUrlEncoding(pathOf(url));
  const end = url.search(/[?#]/);
  const given = end === -1 ? url : url.slice(0, end);
  const rest = url.slice(given.length).replaceAll(/%00/g, "");
  // In a path, %00 is encoded and not removed: otherwise a page could be reached under two URLs.
  const path = foldDots(given.replaceAll("%00", "%2500"));
  try {
    decodeURIComponent(path);
    return path + rest;
  } catch {
    return `${path.replaceAll("%", "%25")}${rest}`;
  }
}

/** Reduces a request target in absolute form (as sent to proxies) to its path, and the asterisk form (`OPTIONS *`) to `/`. */
function pathOf(url: string): string {
  if (!URL.canParse(url)) return "/";
  const { pathname, search } = new URL(url);
  return pathname.startsWith("/") ? pathname + search : "/";
}

/** Removes dot segments, as browsers do (RFC 3986, 5.2.4). Next would do so later, after the path has been checked. */
function foldDots(path: string): string {
  return /[/\\](?:\.|%2e){1,2}(?=[/\\]|$)/i.test(path) ? new URL(`http://school${path}`).pathname : path;
}
