import type { Browser, BrowserContext, Page } from "@playwright/test";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { hasBrowser, openBrowser } from "#tests/support/browser.ts";
import { byTurn } from "#tests/support/left-to-all.ts";
import { type Fixtures, openFixtureSchool } from "#tests/support/route-table/fixtures.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

const LANGUAGE = "qps";
const PRELOADED = pathToFileURL(path.resolve("tests/support/load-pseudo-language.ts")).href;

let things: Fixtures;
let servers: TestServers;
let browser: Browser;

beforeAll(async () => {
  things = await openFixtureSchool();
  const owner = await things.school.person("owner");
  await things.school.as(owner)((ctx) => changeSettings(ctx, { moreLanguages: [LANGUAGE] }));
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
    NODE_OPTIONS: `--import=${PRELOADED}`,
  });
  if (hasBrowser) browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await servers?.stop();
  await things?.close();
});

type Who = "visitor" | "student" | "owner";

const PAGES: [who: Who, name: string, path?: (things: Fixtures) => string][] = [
  ["visitor", "/qps/courses"],
  ["visitor", "a course", (t) => `/qps/courses/${t.courseSlug}`],
  ["visitor", "/qps/courses/find?q=nothing"],
  ["visitor", "/qps/sign-in"],
  ["visitor", "/qps/sign-up"],
  ["visitor", "/qps/no-such-page"],
  ["student", "/learning"],
  ["student", "/orders"],
  ["student", "a checkout", (t) => `/checkout/${t.orderCode}`],
  ["student", "/help"],
  ["student", "/account"],
  ["owner", "/admin"],
  ["owner", "/admin/courses"],
  ["owner", "/admin/orders"],
  ["owner", "/admin/students"],
  ["owner", "/admin/tickets"],
  ["owner", "/admin/settings"],
];

/** What the school and its people have written stands on pages as they wrote it, and names are names. */
const DATA =
  /Bookbinding|Winter evenings|Free in spring|If enough come|First page|Paper and thread|Person \d+|@|Your school|First evening|Room 2|By transfer|A question|“nothing”|“student”|Europe\/|UTC|CHF|EUR|Matricula|English|Google|GitHub|example|localhost|http|MATRICULA_|[a-z]+:(read|write)|[A-Z0-9-]{5,}|Mara Keller|Ines Roth|Jonas Weber|Priya Nair|Leonie Hartmann|demo school 2026/;

/** Of one word: names of cohorts, materials and tokens, and of what a token may touch. */
const NAMES = new Set(
  "Applied Blocked Decided Together Done Free Full Paid Tools student owner access accounts courses enrolments files orders payments refunds tickets students mail settings audit team reports invoices ledger seats waiting cohorts materials system dashboard accounting tokens sessions Deutsch".split(
    " ",
  ),
);

async function open(who: Who, at: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: servers.origin });
  const cookies = [{ name: "language", value: LANGUAGE, url: servers.origin }];
  if (who !== "visitor") {
    const value = things.people[who].cookie.split("=")[1] ?? "";
    cookies.push({ name: "session", value, url: servers.origin });
  }
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(at);
  return { context, page };
}

/** Every text that a person can see or hear: text, labels, hints in fields. */
function readTexts(): string[] {
  const texts: string[] = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent?.closest("script, style, noscript, option, code, pre, [data-fixed]")) continue;
    texts.push(node.textContent ?? "");
  }
  for (const element of document.body.querySelectorAll("[aria-label], [placeholder], [alt], [title]")) {
    for (const name of ["aria-label", "placeholder", "alt", "title"]) texts.push(element.getAttribute(name) ?? "");
  }
  return texts.map((text) => text.trim()).filter((text) => text !== "");
}

/** A word of more than three plain letters was not disguised, so it is not from the catalogue. */
const isPlain = (text: string) =>
  /(?<![\p{L}@.])[A-Za-z]{4,}(?!\p{L})/u.test(text) && !DATA.test(text) && !NAMES.has(text);

describe.skipIf(!hasBrowser)("in a language that is longer than English and written from the right", () => {
  for (const [who, name, at = () => name] of PAGES)
    test(
      `a ${who}'s page has no text that is not in the catalogue, and nothing runs over its edge: ${name}`,
      byTurn(name, 3),
      async () => {
        const { context, page } = await open(who, at(things));
        expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
        // All that the page holds, whatever a screen of this width shows of it.
        expect((await page.evaluate(readTexts)).filter(isPlain)).toEqual([]);
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 900 });
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(over, `at ${width} px`).toBeLessThanOrEqual(1);
        }
        await context.close();
      },
    );
});

test("without the test's preparation nobody can choose it", async () => {
  const { loadCatalogue } = await import("#messages/catalogue.ts");
  expect(loadCatalogue().has(LANGUAGE)).toBe(false);
});
