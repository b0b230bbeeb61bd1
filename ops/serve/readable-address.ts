/**
 * The address of a request as Next can read it. It answers 500 to a path whose % signs stand for no text; here they stand for
 * themselves, so that such a path leads where every other one leads that nothing has. The character 0 is taken out of a
 * question: no text holds it, and databases answer such a question with an error.
 */
export function readableAddress(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  const rest = url.slice(path.length).replaceAll(/%00/g, "");
  try {
    decodeURIComponent(path);
    return path + rest;
  } catch {
    return `${path.replaceAll("%", "%25")}${rest}`;
  }
}
