import { afterEach, expect, test } from "vitest";
import { perProcess } from "#db/per-process.ts";
import PageCache from "./cache-handler.ts";

/** A runtime that knows one number: the catalogue's version. */
function versionIs(value: number, notOlderThanNow = async () => {}) {
  perProcess<{ current?: unknown }>("runtime", () => ({})).current = {
    catalogueVersion: async () => value,
    database: { notOlderThanNow },
  };
}

afterEach(() => {
  globalThis.matriculaPerProcess?.clear();
});

const page = (html: string) => ({ kind: "APP_PAGE", html });
/** A request: what is kept, or what a render in its place then keeps. */
async function request(key: string, html: string, during = () => {}) {
  const kept = await new PageCache().get(key);
  if (kept) return (kept.value as { html: string }).html;
  during();
  await new PageCache().set(key, page(html));
  return html;
}

test("a page is rendered once and kept as long as the catalogue's version stays", async () => {
  versionIs(1);
  expect(await request("a", "first")).toBe("first");
  expect(await request("a", "second")).toBe("first");
  versionIs(2);
  expect(await request("a", "third")).toBe("third");
});

test("a write during a render makes that render stale at once", async () => {
  versionIs(1);
  await request("a", "began before the write", () => versionIs(2));
  expect(await request("a", "after the write")).toBe("after the write");
});

test("a page that is made anew reads nothing older than the version that it is kept under, and a kept one asks nothing", async () => {
  const asked: string[] = [];
  versionIs(1, async () => void asked.push("not older than now"));
  await request("a", "made", () => void asked.push("made"));
  await request("a", "kept");
  expect(asked).toEqual(["not older than now", "made"]);
});

test("nothing is kept while there is no database to compare with", async () => {
  expect(await request("a", "building")).toBe("building");
  versionIs(1);
  expect(await request("a", "running")).toBe("running");
});

test("the pages that are kept stay within their bounds, the ones used last first", async () => {
  versionIs(1);
  const large = "x".repeat(4 * 1024 * 1024);
  for (const key of ["a", "b", "c", "d", "e", "f", "g", "h"]) await request(key, `${key}${large}`);
  expect(await request("h", "again")).toHaveLength(large.length + 1);
  expect(await request("a", "again")).toBe("again");
});
