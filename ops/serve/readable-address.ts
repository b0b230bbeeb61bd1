/**
 * The address of a request as Next can read it. It answers 500 to a path whose % signs stand for no text; here they stand for
 * themselves, so that such a path leads where every other one leads that nothing has.
 */
export function readableAddress(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return `${path.replaceAll("%", "%25")}${url.slice(path.length)}`;
  }
}
