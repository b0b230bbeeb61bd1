import type { Page } from "@playwright/test";
import { NEEDS_PHONE, NEEDS_SCRIPTS } from "#tests/support/browser-ways.ts";
import { comeAs, expect, expectNoAxeViolations, forgetPerson, newPerson, test } from "./fixtures.ts";
import { addressOf, says, words, wordsOnly } from "./words.ts";

/** All of it is what the school's own script does. */
const SCRIPTED = { tag: NEEDS_SCRIPTS };
/** A wide page has no menu. */
const A_PHONES = { tag: [NEEDS_SCRIPTS, NEEDS_PHONE] };

const STUDENT = { email: "student@demo.test", name: "Mara Keller" };

/** The page of a course with seats to count. */
async function openCourse(page: Page): Promise<void> {
  await page.goto(addressOf("/courses"));
  await page.getByRole("listitem").getByRole("heading", { level: 2 }).getByRole("link").first().click();
  await expect(page.locator("live-seats").first()).toBeAttached();
}

test(
  "the account corner of a kept page says who is looking, and leads a visitor back after signing in",
  SCRIPTED,
  async ({ page }) => {
    await openCourse(page);
    const here = new URL(page.url()).pathname;
    const corner = page.locator("account-corner");
    await expect(corner.getByRole("link", { name: wordsOnly("Sign in") })).toHaveAttribute(
      "href",
      `${addressOf("/courses").replace("/courses", "/sign-in")}?next=${encodeURIComponent(here)}`,
    );
    await comeAs(page, STUDENT.email);
    await page.goto(here);
    await expect(corner.getByRole("link", { name: STUDENT.name })).toHaveAttribute("href", "/account");
    await expect(corner.getByText("MK")).toBeVisible();
    await expect(corner.getByRole("link", { name: words("Office") })).toBeHidden();
    await expectNoAxeViolations(page);
    await forgetPerson(page);
    await comeAs(page, "owner@demo.test");
    await page.goto(here);
    await expect(corner.getByRole("link", { name: words("Office") })).toBeVisible();
  },
);

test("a kept page asks once how many seats are left, in its own language", SCRIPTED, async ({ page }) => {
  const asked: (string | undefined)[] = [];
  await page.route("**/api/live/*", async (route) => {
    asked.push(route.request().headers()["accept-language"]);
    const answer = (await (await route.fetch()).json()) as { cohorts: object[] };
    const now = { text: "7 seats now", longText: "7 seats now, in full", pressing: true };
    await route.fulfill({ json: { cohorts: answer.cohorts.map((cohort) => ({ ...cohort, ...now })) } });
  });
  await openCourse(page);
  const shown = page.locator("live-seats").filter({ hasText: "7 seats now", visible: true });
  await expect(shown.first()).toHaveAttribute("data-pressing", "");
  expect(asked).toEqual([await page.locator("html").getAttribute("lang")]);
});

test("who has a seat already is led on instead of being asked to enrol again", SCRIPTED, async ({ page }) => {
  await comeAs(page, STUDENT.email);
  await page.goto("/learning");
  const link = page.locator('main a[href^="/learning/"]').first();
  const slug = /\/learning\/([^/?]+)/.exec((await link.getAttribute("href")) ?? "")?.[1];
  await page.goto(addressOf(`/courses/${slug}`));
  const button = page
    .locator("next-step")
    .getByRole("link", { name: words("Open the course") })
    .filter({ visible: true });
  await expect(button).toHaveAttribute("href", addressOf("/courses").replace("/courses", `/learning/${slug}`));
  await expect(page.locator("next-step:visible").getByRole("button")).toHaveCount(0);
});

test("a menu closes by Escape and by a press elsewhere, and the focus goes back to it", A_PHONES, async ({ page }) => {
  await page.goto(addressOf("/courses"));
  const menu = page.locator("details[data-menu]");
  await menu.locator("summary").click();
  await expect(menu).toHaveAttribute("open", "");
  await page.keyboard.press("Escape");
  await expect(menu).not.toHaveAttribute("open", "");
  await expect(menu.locator("summary")).toBeFocused();
  await menu.locator("summary").click();
  await page.locator("main").click({ position: { x: 5, y: 300 } });
  await expect(menu).not.toHaveAttribute("open", "");
});

test(
  "a refused sign-in keeps the address and leads to what was wrong; a form that is under way is not sent twice",
  SCRIPTED,
  async ({ page }) => {
    const { email } = newPerson();
    await page.goto("/sign-in");
    await page.getByLabel(words("E-mail")).first().fill(email);
    await page.getByLabel(words("Password")).first().fill("not the password");
    let sent = 0;
    let answer = () => {};
    const held = new Promise<void>((go) => (answer = go));
    await page.route("**/sign-in", async (route) => {
      if (route.request().method() === "POST") {
        sent += 1;
        await held;
      }
      await route.continue();
    });
    const button = page.locator("form button[value=password]");
    // While the answer is on its way nothing on the page can be asked: it writes down itself what its button says.
    await button.evaluate((element) => {
      const look = new MutationObserver(() => {
        sessionStorage.setItem("pressed", sessionStorage.getItem("pressed") ?? element.textContent);
      });
      look.observe(element, { childList: true });
    });
    await button.scrollIntoViewIfNeeded();
    const { x = 0, y = 0 } = (await button.boundingBox()) ?? {};
    await page.mouse.click(x + 5, y + 5);
    await expect.poll(() => sent).toBe(1);
    await page.mouse.click(x + 5, y + 5);
    answer();
    await expect(page.locator("[role=alert], [aria-invalid=true]").first()).toBeVisible();
    expect(sent).toBe(1);
    await expect(page.getByLabel(words("E-mail")).first()).toHaveValue(email);
    await expect(page.locator(":focus")).toHaveCount(1);
    await expect(button).toHaveText(wordsOnly("Sign in"));
    expect(await page.evaluate(() => sessionStorage.getItem("pressed"))).toBe(says("sign_in.one_moment_pending"));
  },
);
