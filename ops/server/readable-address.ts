/**
 * The address of a request as Next can read it. It answers 500 to a path whose % signs stand for no text; here they stand for
 * themselves, so that such a path leads where every other one leads that nothing has. The character 0 is taken out of a
 * question: no text holds it, and PostgreSQL answers such a question with an error.
 */
export function repairUrlEncoding(url: string): string {
  if (!url.startsWith("/")) return repairUrlEncoding(pathOf(url));
  const end = url.search(/[?#]/);
  const given = end === -1 ? url : url.slice(0, end);
  const rest = url.slice(given.length).replaceAll(/%00/g, "");
  // In a path it stands for its own three signs: what is there without it must not be found under two addresses.
  const path = foldDots(given.replaceAll("%00", "%2500"));
  try {
    decodeURIComponent(path);
    return path + rest;
  } catch {
    return `${path.replaceAll("%", "%25")}${rest}`;
  }
}

/** A request for a whole address, as a proxy gets it, is for its path here; one for the server itself (`OPTIONS *`) for the first page. */
function pathOf(url: string): string {
  if (!URL.canParse(url)) return "/";
  const { pathname, search } = new URL(url);
  return pathname.startsWith("/") ? pathname + search : "/";
}

/** `.` and `..` are folded as every browser does it (RFC 3986, 5.2.4): Next would do it later, after the path has been judged. */
function foldDots(path: string): string {
  return /[/\\](?:\.|%2e){1,2}(?=[/\\]|$)/i.test(path) ? new URL(`http://school${path}`).pathname : path;
}
