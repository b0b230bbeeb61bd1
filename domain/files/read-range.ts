import type { ByteRange } from "./store.ts";

/** A file by its id is always the same bytes, so their hash is a strong validator (RFC 9110, 8.8.3). */
export const formatETag = (sha256: string): string => `"${sha256}"`;

/**
 * Whether a range counts: whoever has the beginning of something says of what by If-Range (RFC 9110, 13.1.5), and gets all of it when it
 * is another thing by now. Only a strong validator of ours is the same; a date never is, because no file here has one.
 */
export const isSameFile = (ifRange: string | null, sha256: string): boolean =>
  ifRange === null || ifRange.trim() === formatETag(sha256);

/**
 * Which stretch of a file a Range header asks for (RFC 9110, 14.2): undefined for the whole file, which is also the answer
 * to what is no range of bytes or to several at once. `unsatisfiable` when it lies behind the end.
 */
export function readRange(header: string | null, sizeBytes: number): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") {
    // The last so many bytes.
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? "unsatisfiable" : { start: sizeBytes - length, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= sizeBytes ? "unsatisfiable" : { start, end };
}
