import type { Page } from "@playwright/test";
import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  forgetPerson,
  newPerson,
  PASSWORD,
  signInAs,
  test,
} from "./fixtures.ts";
import { pick, says, words, wordsFirst } from "./words.ts";

/** A paid course of the demo school with seats for everybody who tests. */
const getPaidTitle = () =>
  pick({
    en: "Statistics for people who were told they cannot count",
    de: "Statistik für alle, denen man sagte, sie könnten nicht rechnen",
  });

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

test("the office gives credit, and its student pays with it, the rest by card", async ({ page }) => {
  const person = newPerson();
  await test.step("somebody signs up", async () => {
    await page.goto("/sign-up?next=/account/credit");
    await page.getByLabel(words("Your name")).fill(person.name);
    await page.getByLabel(words("E-mail")).fill(person.email);
    await page.getByLabel(words("Choose a password")).fill(PASSWORD);
    await page.getByRole("button", { name: words("Create my account") }).click();
    await expect(page).toHaveURL(/\/account\/credit$/);
    await expect(page.getByText(says("credit.none"))).toBeVisible();
    await lookAt(page);
  });
  const kept = await page.context().storageState();

  await test.step("the office gives them credit, and says why", async () => {
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/students?q=${encodeURIComponent(person.email)}`);
    await page.getByRole("link", { name: person.name }).first().click();
    await page.getByRole("link", { name: says("credit.title"), exact: true }).click();
    await page.locator("[name=amount]").first().fill("-5");
    await page.locator("[name=why]").first().fill("The heating failed.");
    await page.getByRole("button", { name: says("credit.give_button") }).click();
    await expect(page.locator("[name=amount]").first()).toHaveAttribute("aria-invalid", "true");
    await page.locator("[name=amount]").first().fill("25.50");
    await page.getByRole("button", { name: says("credit.give_button") }).click();
    await expect(page.getByText(says("done.credit_given"))).toBeVisible();
    await lookAt(page);
  });

  await test.step("they use it for an order, and pay what is left", async () => {
    await forgetPerson(page);
    await page.context().addCookies(kept.cookies);
    await page.goto("/courses/find?q=statist");
    await page.getByRole("link", { name: getPaidTitle() }).first().click();
    await page.getByRole("button", { name: words("Enrol") }).click();
    await expect(page).toHaveURL(/\/checkout\//);
    await lookAt(page);
    await page.getByRole("button", { name: new RegExp(`^${says("credit.use_button", { amount: "" })}`) }).click();
    await expect(page.getByText(says("done.credit_used"))).toBeVisible();
    await expect(page.getByText(says("credit.left_to_pay"))).toBeVisible();
    await lookAt(page);
    await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
    await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(page).toHaveURL(/\/learning\//);
    await page.goto("/account/credit");
    await expect(page.getByText(says("credit.kind_goodwill"))).toBeVisible();
    await lookAt(page);
  });
});
