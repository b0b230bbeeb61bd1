import type { Route } from "@playwright/test";
import { NEEDS_SCRIPTS } from "#tests/support/browser-ways.ts";
import { expect, newPerson, PASSWORD, test } from "./fixtures.ts";
import { pick, words, wordsFirst } from "./words.ts";

/** Long enough for the page to be drawn and pressed first, and for its scripts to come before the answer. */
const SCRIPTS_LATE_MS = 3_000;
const ANSWER_LATE_MS = 6_000;

const later = (ms: number) => async (route: Route) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await route.continue();
};

const getPaidTitle = () =>
  pick({
    en: "Statistics for people who were told they cannot count",
    de: "Statistik für alle, denen man sagte, sie könnten nicht rechnen",
  });

// Without scripts none is late.
test("a button pressed before the page's scripts are there sends its form once, and they find the page as it was sent", {
  tag: NEEDS_SCRIPTS,
}, async ({ page }) => {
  const person = newPerson();
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: getPaidTitle() }).first().click();
  await page.getByRole("button", { name: words("Enrol") }).click();
  await expect(page.getByLabel(words("Your name"))).toBeVisible();
  const answers: string[] = [];
  // Next's and the school's own.
  await page.route(/\.js(\?|$)/, later(SCRIPTS_LATE_MS));
  await page.route("**/*", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    answers.push(route.request().url());
    return later(ANSWER_LATE_MS)(route);
  });
  await page.reload({ waitUntil: "commit" });
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  const pay = page.getByRole("button", { name: wordsFirst("Pay {price}") }).first();
  await pay.evaluate((button: HTMLButtonElement) => {
    button.click();
    // Once more while the first is under way.
    setTimeout(() => button.click(), 100);
  });
  await expect(page.getByText(words("Sandbox gateway")).first()).toBeVisible();
  expect(answers).toHaveLength(1);
});
