import { LRUCache } from "lru-cache";
import { asciiHtml } from "#app/_http/ascii-html.ts";
import { leaveOutNextScripts } from "#app/_http/leave-out-scripts.ts";
import { createHashPolicy } from "#app/_http/security-headers.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import type { Runtime } from "#runtime";
import { enterKeptPage } from "#messages/page-path.ts";
import { perProcess } from "#db/per-process.ts";

/**
 * Keeps rendered public pages in this process's memory. A page is good as long as the catalogue's version at which it was
 * rendered is still the version in the database, so a write in any process drops it in every process at once; asking costs
 * one prepared read of some microseconds.
 *
 * Next makes an instance for each request, so what is kept lives on globalThis.
 */
type Kept = { value: Data; version: number; at: number };
type Headers = Record<string, string | string[] | undefined>;
type Data = {
  kind?: string;
  html?: unknown;
  headers?: Headers;
  rscData?: unknown;
  segmentData?: unknown;
  body?: unknown;
} | null;
type Store = {
  pages: LRUCache<string, Kept>;
  /** The version before a render began, by key: what a render reads may be newer, never older. */
  rendering: Map<string, number>;
};

/** Also the longest that a page may say "open" of a window that has closed meanwhile, or show an old count of seats. */
const KEPT_MS_MAX = 60_000;
const BYTES_MAX = 48 * 1024 * 1024;
const RENDERING_MAX = 10_000;

const store = () => perProcess<Store>("pages", () => ({ pages: pagesInMemory(), rendering: new Map() }));

/** The slot that runtime.ts fills. */
const runtimeSlot = () => perProcess<{ current?: Runtime }>("runtime", () => ({}));

/** The slot that school-languages.ts fills. */
const languages = () => perProcess<{ refresh?: () => Promise<void> }>("school-languages-refresh", () => ({}));

/**
 * Nothing while building and before the first page has opened the database: there is nothing to compare with then. Asked of the
 * runtime that the pages have opened, for Next loads this file on its own: the schema would be loaded a second time with it.
 */
async function currentVersion(): Promise<number | undefined> {
  return runtimeSlot().current?.catalogueVersion();
}

export default class PageCache {
  async get(key: string): Promise<{ value: Data; lastModified: number } | null> {
    enterKeptPage(key);
    const { pages, rendering } = store();
    const version = await currentVersion();
    if (version === undefined) return null;
    const kept = pages.get(key);
    if (kept && kept.version === version && createSystemClock().getTime() - kept.at < KEPT_MS_MAX) {
      return { value: kept.value, lastModified: kept.at };
    }
    // What is rendered now is to be in the languages that the school has now.
    await languages().refresh?.();
    // Nor is it to be made from a replica that has not heard of this version.
    await runtimeSlot().current?.database.notOlderThanNow();
    if (rendering.size > RENDERING_MAX) rendering.clear();
    if (!rendering.has(key)) rendering.set(key, version);
    return null;
  }

  async set(key: string, value: Data): Promise<void> {
    const { pages, rendering } = store();
    const version = rendering.get(key);
    rendering.delete(key);
    // This very object is also what the request that rendered it gets.
    if (typeof value?.html === "string") {
      const html = asciiHtml(process.env.NODE_ENV === "development" ? value.html : leaveOutNextScripts(value.html));
      value.html = html;
      value.headers = { ...value.headers, "content-security-policy": createHashPolicy(html) };
    }
    if (value === null || version === undefined) pages.delete(key);
    else pages.set(key, { value, version, at: createSystemClock().getTime() }, { size: sizeOf(value) });
  }

  /** Nothing is tagged: the version says it all. */
  async revalidateTag(): Promise<void> {}

  resetRequestCache(): void {}
}

function pagesInMemory() {
  return new LRUCache<string, Kept>({ maxSize: BYTES_MAX });
}

function sizeOf({ html, rscData, segmentData, body }: NonNullable<Data>): number {
  const segments = segmentData instanceof Map ? [...segmentData.values()] : [];
  return [html, rscData, body, ...segments].reduce((total: number, part) => total + bytesOf(part), 500);
}

function bytesOf(part: unknown): number {
  if (typeof part === "string") return part.length * 2;
  return part instanceof Uint8Array ? part.byteLength : 0;
}
