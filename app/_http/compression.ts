import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createGzip, type Gzip, gzipSync } from "node:zlib";
import { LRUCache } from "lru-cache";
import { perProcess } from "#db/per-process.ts";
import { getRequest } from "#messages/request-language.ts";

/**
 * The front server compresses, with a processor that is not the school's one thread (the shipped ones all do). Where there is none,
 * the school does it itself: a phone waits six times as long for a page that is not compressed. A kept page is compressed once.
 */

/** What Node tells of a request as it comes in, before anybody has answered it. */
type Started = { request: IncomingMessage; response: ServerResponse };
type Store = { current?: true; copies: LRUCache<string, Buffer> };

const COPIES_BYTES_MAX = 16 * 1024 * 1024;
/** Shorter ones fit into one packet anyway. */
const LENGTH_MIN = 1_000;

const store = perProcess<Store>("compression", () => ({
  copies: new LRUCache<string, Buffer>({
    maxSize: COPIES_BYTES_MAX,
    sizeCalculation: (copy, page) => copy.length + page.length,
  }),
}));

/** From now on answers to whoever asks without a front server are compressed. Installed first, so that it sees what is really sent. */
export function installCompression(): void {
  if (store.current) return;
  store.current = true;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as Started;
    if (isForUs(request)) compressResponse(response);
  });
}

/** A front server says for whom it asks. */
function isForUs({ method, headers }: IncomingMessage): boolean {
  const hasFront = headers["x-forwarded-for"] ?? headers.forwarded ?? headers.via;
  if (hasFront !== undefined || method === "HEAD" || headers.range !== undefined) return false;
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(String(headers["accept-encoding"] ?? ""));
}

const COMPRESSIBLE = /^(?:text\/|image\/svg|font\/(?:ttf|otf)|application\/(?:json|javascript|xml|.+\+(?:json|xml)))/;

function isCompressible(response: ServerResponse, length = Number(response.getHeader("content-length") ?? Infinity)) {
  const type = String(response.getHeader("content-type") ?? "");
  return (
    !response.headersSent &&
    (response.statusCode === 200 || response.statusCode >= 400) &&
    length >= LENGTH_MIN &&
    COMPRESSIBLE.test(type) &&
    !response.hasHeader("content-encoding") &&
    !/no-transform/.test(String(response.getHeader("cache-control") ?? ""))
  );
}

function announce(response: ServerResponse): void {
  response.removeHeader("content-length");
  response.setHeader("content-encoding", "gzip");
  response.appendHeader("vary", "accept-encoding");
  // The same page, and not the same bytes.
  const etag = response.getHeader("etag");
  if (typeof etag === "string" && etag.startsWith('"')) response.setHeader("etag", `W/${etag}`);
}

/** A kept page comes again and again, the same for everyone. */
function getCopy(page: string): Buffer {
  const copy = store.copies.get(page) ?? gzipSync(page, { level: 9 });
  store.copies.set(page, copy);
  return copy;
}

/** Stands between whoever answers and the connection. What is no text, or compressed already, goes through as it is. */
export function compressResponse(response: ServerResponse): void {
  const { write, end, flushHeaders } = response;
  let gzip: Gzip | undefined;
  let isDecided = false;
  let isEnded = false;
  const decide = () => {
    if (isDecided) return;
    isDecided = true;
    if (!isCompressible(response)) return;
    announce(response);
    gzip = startGzip(response, { write: write.bind(response), end: () => Reflect.apply(end, response, []) });
  };
  response.flushHeaders = () => {
    decide();
    flushHeaders.call(response);
  };
  response.write = ((...sent: unknown[]) => {
    decide();
    return Reflect.apply(gzip ? gzip.write : write, gzip ?? response, sent) as boolean;
  }) as typeof write;
  response.end = ((...sent: unknown[]) => {
    if (isEnded) return response;
    isEnded = true;
    const [page] = sent;
    const isKept = getRequest()?.isKept && typeof page === "string";
    if (!isDecided && isKept && isCompressible(response, page.length)) {
      announce(response);
      const copy = getCopy(page);
      response.setHeader("content-length", copy.length);
      return Reflect.apply(end, response, [
        copy,
        ...sent.filter((each) => typeof each === "function"),
      ]) as ServerResponse;
    }
    decide();
    if (!gzip) return Reflect.apply(end, response, sent) as ServerResponse;
    Reflect.apply(gzip.end, gzip, sent);
    return response;
  }) as typeof end;
}

type Sink = { write: (part: Buffer) => boolean; end: () => void };

/** Neither side runs ahead of the other: a slow connection holds the compressing, and that holds whoever answers. */
function startGzip(response: ServerResponse, { write, end }: Sink): Gzip {
  const gzip = createGzip();
  gzip.on("data", (part: Buffer) => {
    if (!write(part)) gzip.pause();
  });
  gzip.on("drain", () => response.emit("drain"));
  gzip.once("end", end);
  response.on("drain", () => gzip.resume());
  response.once("close", () => gzip.destroy());
  return gzip;
}
