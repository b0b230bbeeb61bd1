import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { pagesOnDisk } from "#tests/support/route-table/on-disk.ts";
import { config } from "../../proxy.ts";

const passes = (address: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(address));

/** An address of a page, with something in the place of its parts. */
const example = (page: string) => page.replace(/\[[^\]]+\]/g, "x");

/** Kept pages are rendered for nobody in particular, so they can carry no nonce; app/_http/cache-handler.ts gives them hashes. */
function isKept(page: string): boolean {
  const source = readFileSync(path.join("app", page, "page.tsx"), "utf8");
  return /^export const dynamic = "force-static";$/m.test(source);
}

test("every page that is rendered for its request gets a nonce, and no page that is kept pays for one", () => {
  // The bench's pages are measured without.
  const shown = pagesOnDisk().filter((page) => !page.startsWith("/bench/"));
  const wrong = shown.filter((page) => passes(example(page)) === isKept(page));
  expect(wrong).toEqual([]);
});

test("addresses that exist nowhere get the page that says so, with a nonce", () => {
  expect(["/no-such-page", "/admin/no-such-page", "/coursesandmore"].filter((page) => !passes(page))).toEqual([]);
});

test("the catalogue's own addresses, which are rewritten, are left alone", () => {
  expect(["/", "/courses", "/courses/page/2", "/courses/bookbinding"].filter(passes)).toEqual([]);
});

test("answers that are no pages are left alone", () => {
  const answers = ["/api/v1/courses", "/api/me", "/health", "/webhooks/stripe", "/_next/static/chunks/a.js"];
  expect(answers.filter(passes)).toEqual([]);
});
