import { basename } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { test as base, type ConsoleMessage, expect, type Page, type WebError } from "@playwright/test";
import { LANGUAGE_COOKIE } from "#app/_http/language-cookie.ts";
import { isGone, isRead } from "#tests/support/browser-ways.ts";
import { isLong } from "#tests/support/long-run.ts";
import { LEFT_TO_ALL } from "#tests/support/quick-run.ts";
import { getLocale, speak, words, wordsOnly } from "./words.ts";

export { expect };

/** What the browser itself prints for an answer that a test asked for on purpose (404, 422) is not a fault of the page. */
const ANSWER_STATUS = /^Failed to load resource: the server responded with a status of (4\d\d|503)/;

/** A mail is shown in a frame where nothing may run, and the browser says so whenever the test itself looks into that frame. */
const LOOKED_INTO_A_MAIL = /^Blocked script execution in 'about:srcdoc'/;

export type LanguageOptions = {
  /** What the school says in this test, and what the browser asks for: each project has its own. */
  language: string;
};

type Fixtures = LanguageOptions & {
  /** Everything that went wrong in the browser so far. A test that expects some of it empties the list. */
  pageFaults: string[];
};

/** In a quick run each test is gone on one of its ways. It is asked first: nothing is opened for a test that is left out. */
const inTurn = base.extend<{ turn: void }>({
  turn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern that this needs nothing.
    async ({}, use, info) => {
      const journey = { file: basename(info.file, ".spec.ts"), title: info.title, tags: info.tags };
      info.skip(!isGone(journey, info.project.name), LEFT_TO_ALL);
      await use();
    },
    { auto: true },
  ],
});

/** Every test fails when a page it visited threw, or printed an error, or was refused something by its own policy. */
export const test = inTurn.extend<Fixtures>({
  language: ["en", { option: true }],
  locale: async ({ language }, use) => {
    speak(language);
    await use(getLocale(language));
  },
  // Every browser that the test opens has chosen the language before; English is the demo school's own.
  storageState: async ({ language, baseURL }, use) => {
    const { hostname } = new URL(baseURL ?? "http://localhost");
    const cookie = { name: LANGUAGE_COOKIE, value: language, domain: hostname, path: "/", expires: -1 };
    const chosen = { ...cookie, httpOnly: false, secure: false, sameSite: "Lax" as const };
    await use({ cookies: language === "en" ? [] : [chosen], origins: [] });
  },
  pageFaults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      const onThrown = (error: WebError) => void faults.push(`threw: ${error.error().message}`);
      const onPrinted = (message: ConsoleMessage) => {
        const text = message.text();
        if (message.type() !== "error" || ANSWER_STATUS.test(text) || LOOKED_INTO_A_MAIL.test(text)) return;
        faults.push(`printed: ${text} (${message.location().url})`);
      };
      context.on("weberror", onThrown).on("console", onPrinted);
      await use(faults);
      // The next test may be given the same browser.
      context.off("weberror", onThrown).off("console", onPrinted);
      expect(faults, "nothing goes wrong in the browser").toEqual([]);
    },
    { auto: true },
  ],
});

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** How often a page is looked at that is found wrong: it may have been between two states, as one is that leads on by itself. */
const LOOKS = 4;
const BETWEEN_LOOKS_MS = 500;

/** How many pages each test has asked to have read. */
const asked = new Map<string, number>();

/**
 * WCAG 2.2 AA as far as a program can tell, on the page as it stands. What is wrong with a page stays so, and is found each time. Where
 * scripts are off the checker needs a copy of the page, which has the markup that it has read with scripts: in a long run.
 */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  if (isScriptless() && !isLong) return;
  const { testId, title } = test.info();
  asked.set(testId, (asked.get(testId) ?? 0) + 1);
  if (!isRead(title, asked.get(testId) ?? 0)) return;
  let said = await axeViolations(page);
  for (let look = 1; said.length > 0 && look < LOOKS; look++) {
    await page.waitForTimeout(BETWEEN_LOOKS_MS);
    said = await axeViolations(page);
  }
  expect(said, `no accessibility violations on ${page.url()}`).toEqual([]);
}

const isScriptless = () => test.info().project.use.javaScriptEnabled === false;

async function axeViolations(page: Page): Promise<string[]> {
  const scriptless = isScriptless();
  const subject = scriptless ? await copyForScripts(page) : page;
  // Only what is wrong is written out: the rest takes as long again. Mails stand in frames where no script may run, the checker's
  // included: it keeps to the page itself.
  const checker = new AxeBuilder({ page: subject }).options({ resultTypes: ["violations"] }).withTags(RULES);
  const { violations } = await checker.setLegacyMode().analyze();
  if (scriptless) await subject.context().close();
  return violations.map(({ id, help, nodes }) => [`${id}: ${help}`, ...nodes.map(({ html }) => html)].join("\n  "));
}

/**
 * The checker is a script itself, and where scripts are off it never answers. It gets a copy of the page in a browser of its
 * own: the same markup and styles, the page's own scripts taken out, and what is meant for those without scripts shown.
 */
async function copyForScripts(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("The page has no browser to open a copy in.");
  const markup = (await page.content())
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, "")
    .replace(/<\/?noscript\b[^>]*>/g, "");
  const context = await browser.newContext({ javaScriptEnabled: true, viewport: page.viewportSize() });
  const copy = await context.newPage();
  await copy.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: markup }));
  await copy.goto(page.url());
  return copy;
}

/**
 * Remembers what of the page can be seen, and gives the question whether there is more to see since: after the screen has become wider,
 * the checker has something to read that it has not read only where another part of the page's own is shown.
 */
export async function rememberWhatIsSeen(page: Page): Promise<() => Promise<boolean>> {
  const before = await page.evaluateHandle(() => {
    const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    return new Set([...document.querySelectorAll("main *")].filter(isSeen));
  });
  return async () => {
    const isMore = await before.evaluate((seen) => {
      const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
      return [...document.querySelectorAll("main *")].some((element) => isSeen(element) && !seen.has(element));
    });
    await before.dispose();
    return isMore;
  };
}

/** A page must not be wider than the screen it is shown on. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  // A page that has only just come has no element to measure yet.
  await page.waitForLoadState();
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(content, `the width of ${page.url()}`).toBeLessThanOrEqual(screen);
  // What is wider than its panel hangs over the page beside it, which no scroll bar tells.
  const over = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".card")]
      .filter((card) => getComputedStyle(card).overflowX === "visible" && card.scrollWidth > card.clientWidth + 1)
      .map((card) => `${card.innerText.slice(0, 40)} (${card.scrollWidth} in ${card.clientWidth})`),
  );
  expect(over, `panels of ${page.url()} that are too narrow for what is in them`).toEqual([]);
}

/** Good enough for the school, and nobody's. */
export const PASSWORD = "a lantern in the attic 7";

/** Names as people have them. A test has the same one each time, and another on the next screen. */
const NAMES = [
  "Jürg Müßiggang-Österåker",
  "نورا عبد الرحمن السعيد",
  "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren Schafers",
  "Zoë O’Brien & <b>Çağrı</b>",
  "Nguyễn Thị Ánh Tuyết",
];

let people = 0;

/** Somebody who has never been here: a name and an address of their own, whichever project and worker the test runs in. */
export function newPerson(): { name: string; email: string } {
  people += 1;
  const { title, project, parallelIndex } = test.info();
  const mark = `${project.name}-${parallelIndex}-${people}-${Math.random().toString(36).slice(2, 8)}`;
  const name = NAMES[(title.length + project.name.length) % NAMES.length];
  return { name: `${name} ${people}`, email: `noor-${mark}@example.org` };
}

/** Signs in through the page, as one of the demo school's people. */
export async function signInAs(page: Page, email: string, password = "demo school 2026"): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel(words("E-mail")).first().fill(email);
  await page.getByLabel(words("Password")).first().fill(password);
  await page
    .getByRole("button", { name: wordsOnly("Sign in"), exact: true })
    .first()
    .click();
  await expect(page).not.toHaveURL(/sign-in/);
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;
const held = new Map<string, Cookies>();

/** Is nobody any more, in a browser that still knows which language it reads. */
export async function forgetPerson(page: Page): Promise<void> {
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.context().addCookies(cookies.filter(({ name }) => name === LANGUAGE_COOKIE));
}

/** Is one of the demo school's people from now on: the first test of a worker signs them in, the next ones come as they were. */
export async function comeAs(page: Page, email: string): Promise<void> {
  const kept = held.get(email);
  if (kept) await page.context().addCookies(kept);
  if (kept && (await page.request.get("/account", { maxRedirects: 0 })).status() === 200) return;
  await signInAs(page, email);
  // The language is each test's own.
  const cookies = await page.context().cookies();
  held.set(
    email,
    cookies.filter(({ name }) => name !== LANGUAGE_COOKIE),
  );
}
