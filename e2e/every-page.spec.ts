import type { BrowserContext, Page } from "@playwright/test";
import { pagesOnDisk } from "#tests/support/route-table/on-disk.ts";
import { BY_TURN, NEEDS_PHONE } from "#tests/support/browser-ways.ts";
import { isLong } from "#tests/support/long-run.ts";
import {
  comeAs,
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  rememberWhatIsSeen,
  test as base,
} from "./fixtures.ts";
import { addressOf as addressIn, wordsOnly } from "./words.ts";

/**
 * Every page, looked at by a program: accessible, no wider than the screen, nothing printed in the console. `→ x` follows the
 * first link whose address holds x, for pages whose address the demo school makes anew each time; `→ +x` goes on below the
 * address, and `→ !x` presses the button x.
 */
const PAGES: Record<string, { email: string | null; paths: string[] }> = {
  "a visitor": {
    email: null,
    paths: [
      "/",
      "/courses/bookbinding-for-beginners",
      "/courses/sourdough-and-rye-one-saturday-four-loaves",
      "/courses/find?q=nothing+like+this",
      "/courses/find?subject=Crafts&price=paid",
      "/sign-in",
      "/sign-up",
      "/terms",
      "/contact",
      "/withdraw",
      "/mail",
      "/api-docs",
      "/no-such-page",
      "/courses/page/2",
      "/courses/bookbinding-for-beginners → !Enrol",
      "/help",
      "/mail → /mail/out_",
      "/sign-in/code?email=nobody@example.org",
      "/sign-in/reset",
      "/sign-in/reset/x",
      "/welcome/x",
      "/sorry?why=overloaded",
    ],
  },
  "a student": {
    email: "student@demo.test",
    paths: [
      "/learning",
      "/learning/bookbinding-for-beginners",
      "/learning/bookbinding-for-beginners → /learning/bookbinding-for-beginners/mat_",
      "/courses/bookbinding-for-beginners → /courses/bookbinding-for-beginners/preview/",
      "/learning/bookbinding-for-beginners/renew",
      "/learning/bookbinding-for-beginners/enrolment",
      "/orders",
      "/orders → /orders/",
      "/help",
      "/help/new",
      "/help → /help/T-",
      "/account",
      "/account/cards",
      "/account/credit",
      "/account/openings",
      "/account/verify/x",
      "/account/address/x",
    ],
  },
  "the office": {
    email: "owner@demo.test",
    paths: [
      "/admin",
      "/admin/courses",
      "/admin/courses/new",
      "/admin/courses → /admin/courses/crs_",
      "/admin/courses → /admin/courses/crs_ → +/cohorts",
      "/admin/courses → /admin/courses/crs_ → +/cohorts → /cohorts/coh_",
      "/admin/courses → /admin/courses/crs_ → +/cohorts → /cohorts/coh_ → +/class",
      "/admin/courses → /admin/courses/crs_ → +/cohorts → /cohorts/coh_ → +/certificates",
      "/admin/courses → /admin/courses/crs_ → +/cohorts → /cohorts/coh_ → +/rules",
      "/admin/courses → /admin/courses/crs_ → +/cohorts → /cohorts/coh_ → +/copy",
      "/admin/courses → /admin/courses/crs_ → +/cohorts → /cohorts/coh_ → +/end",
      "/admin/courses → /admin/courses/crs_ → +/copy",
      "/admin/courses → /admin/courses/crs_ → +/cohorts/new",
      "/admin/courses → /admin/courses/crs_ → +/materials",
      "/admin/courses → /admin/courses/crs_ → +/preview",
      "/admin/courses → /admin/courses/crs_ → +/announcements",
      "/admin/courses → /admin/courses/crs_ → +/announcements/new",
      "/admin/courses → /admin/courses/crs_ → +/usage",
      "/admin/courses → /admin/courses/crs_ → +/usage → +/students",
      "/admin/usage?days=364",
      "/admin/usage/cohorts",
      "/admin/courses → /admin/courses/crs_ → +/questions",
      "/admin/courses → /admin/courses/crs_ → +/staff",
      "/admin/enrolments",
      "/admin/enrolments/new",
      "/admin/enrolments → /admin/enrolments/enr_",
      "/admin/claim-links",
      "/admin/applications",
      "/admin/renewals",
      "/admin/certificates",
      "/admin/coupons",
      "/admin/coupons/new",
      "/admin/coupons/uses",
      "/admin/coupons/codes",
      "/admin/price-rules",
      "/admin/price-rules/new",
      "/admin/accounting",
      "/admin/accounting/opening",
      "/admin/accounting → /admin/accounting/accounts/",
      "/admin/accounting → /admin/accounting/accounts/ → /admin/accounting/entries/",
      "/admin/accounting → /admin/accounting/reports/",
      "/admin/bank",
      "/admin/payouts",
      "/admin/reconciliation",
      "/admin/worklist",
      "/admin/worklist?kind=transfers",
      "/admin/approvals",
      "/admin/cancellations",
      "/admin/withdrawals",
      "/admin/orders",
      "/admin/invoices",
      "/admin/orders?need=review",
      "/admin/orders → /admin/orders/",
      "/admin/orders → /admin/orders/ → +/billing",
      "/admin/tickets",
      "/admin/tickets?state=all → /admin/tickets/T-",
      "/admin/students",
      "/admin/students/import",
      "/admin/students/new",
      "/admin/students → /admin/students/usr_",
      "/admin/students?who=students → /admin/students/usr_ → +/edit",
      "/admin/students → /admin/students/usr_ → +/openings",
      "/admin/students → /admin/students/usr_ → +/gift",
      "/admin/students → /admin/students/usr_ → +/ticket",
      "/admin/students?who=students → /admin/students/usr_ → +/merge",
      "/admin/students?who=students → /admin/students/usr_ → +/credit",
      "/admin/mail",
      "/admin/mail → /admin/mail/out_",
      "/admin/team",
      "/admin/settings",
      "/admin/settings/connections",
      "/admin/settings/accounting",
      "/admin/settings/tax",
      "/admin/audit",
      "/admin/system",
      "/admin/teaching",
    ],
  },
};

/** Pages that need something done first: the journeys look at them with the same eyes. */
const ON_JOURNEYS = [
  "/admin/applications/[id]",
  "/admin/certificates/[id]",
  "/admin/coupons/[id]",
  "/admin/price-rules/[id]",
  "/admin/bank/[id]",
  "/admin/payouts/[id]",
  "/certificates/[code]",
  "/certificates/mine/[enrolmentId]",
  "/admin/meetings/[id]",
  "/admin/meetings/[id]/code",
  "/admin/teaching/[code]",
  "/admin/students/import/[id]",
  "/check-in/[meetingId]",
  "/checkout/[code]",
  "/admin/orders/[code]/end",
  "/claim/[id]/[secret]",
  "/withdraw/[sealed]",
  "/enrol/[cohortId]/others",
  "/orders/[code]/places",
  "/orders/[code]/billing",
  "/orders/[code]/e-invoices/[invoice]",
  "/terms/[version]",
  "/sandbox/pay/[checkoutId]",
];
/** What a German visitor finds at an address of the list above. */
const IN_GERMAN = ["/[language]/courses/page/[page]"];
/** Measured, and shown to nobody. */
const UNSEEN = ["/bench/dynamic/[elements]", "/bench/static/[page]"];

const TABLET = { width: 768, height: 1024 };
const DESKTOP = { width: 1280, height: 800 };

/** One browser window for each person whom the tests of a worker come as. */
const windows = new Map<string, { context: BrowserContext; page: Page }>();

/**
 * Looking changes nothing, so that whoever looks at a hundred pages does so in one window, as people do: a new one for each page, with a
 * process of its own, takes longer than the look.
 */
const test = base.extend<{ who: string; ownWindow: { context: BrowserContext; page: Page } }>({
  who: ["a visitor", { option: true }],
  ownWindow: async ({ browser, who, viewport }, use) => {
    let own = windows.get(who);
    if (!own) {
      const context = await browser.newContext();
      own = { context, page: await context.newPage() };
      windows.set(who, own);
    }
    if (viewport) await own.page.setViewportSize(viewport);
    await use(own);
  },
  context: async ({ ownWindow }, use) => use(ownWindow.context),
  page: async ({ ownWindow }, use) => use(ownWindow.page),
});

async function follow(page: Page, path: string): Promise<void> {
  const [from = "/", ...steps] = path.split(" → ");
  await page.goto(addressIn(from));
  for (const step of steps) {
    if (step.startsWith("+")) {
      await page.goto(new URL(page.url()).pathname + step.slice(1));
    } else if (step.startsWith("!")) {
      await page
        .getByRole("button", { name: wordsOnly(step.slice(1)), exact: true })
        .first()
        .click();
      await expect(page).not.toHaveURL(addressIn(from));
    } else {
      const link = page.locator(`a[href*="${step}"]:not([href*="export.csv"]):not([href$="/new"])`);
      await page.goto((await link.first().getAttribute("href")) ?? "/no-link-found");
    }
  }
}

/** Whether one of the ways leads to the page: its parts that are not made anew stand in the way in their order. */
function isReached(address: string, ways: readonly string[]): boolean {
  const pattern = address
    .split("/")
    .map((part) => (/^\[/.test(part) ? "[^/]+" : part))
    .join("/");
  return ways.some((way) => new RegExp(`^${pattern}$`).test(addressOf(way)));
}

/** The address that a way leads to, as far as it can be told without going it. */
function addressOf(way: string): string {
  return way.split(" → ").reduce((at, step, place) => {
    const bare = step.split("?")[0] ?? "";
    if (place === 0) return bare;
    if (step.startsWith("+")) return at + step.slice(1);
    if (step.startsWith("!")) return "/enrol/x";
    return step.startsWith("/cohorts/")
      ? `${at}/${step.slice("/cohorts/".length)}`
      : step.endsWith("/")
        ? `${step}x`
        : step;
  }, "");
}

test("every page of the school is among those that are looked at", () => {
  const ways = Object.values(PAGES).flatMap(({ paths }) => paths);
  const left = pagesOnDisk().filter((page) => !isReached(page, ways));
  expect(left).toEqual([...ON_JOURNEYS, ...IN_GERMAN, ...UNSEEN].sort().filter((page) => left.includes(page)));
});

for (const [who, { email, paths }] of Object.entries(PAGES)) {
  test.describe(`as ${who} sees it`, () => {
    test.use({ who });
    // A phone's: its test makes the screen as wide as a desktop, too.
    for (const [place, path] of paths.entries()) {
      test(`${path} is accessible and fits the screen`, { tag: [NEEDS_PHONE, BY_TURN] }, async ({ page, language }) => {
        if (email) await comeAs(page, email);
        await follow(page, path);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expectNoAxeViolations(page);
        await expectNoSidewaysScroll(page);
        const isMoreSeen = await rememberWhatIsSeen(page);
        await page.setViewportSize(TABLET);
        await expectNoSidewaysScroll(page);
        const menuInRow = page.locator("td [data-menu] summary").first();
        if (await menuInRow.isVisible()) {
          await menuInRow.click();
          await expectNoSidewaysScroll(page);
          await menuInRow.click();
        }
        await page.setViewportSize(DESKTOP);
        await expectNoSidewaysScroll(page);
        // What stands around every page of theirs is read 1280 px wide with the first of them, and with each in a long run.
        const isReadAgain = isLong || place === 0 || (await isMoreSeen());
        if (isReadAgain) await expectNoAxeViolations(page);
      });
    }
  });
}
