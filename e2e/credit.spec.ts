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
import { says, words } from "./words.ts";

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

test("the office gives credit, and its student sees it", async ({ page }) => {
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

  await test.step("they see it, and from whom it is", async () => {
    await forgetPerson(page);
    await page.context().addCookies(kept.cookies);
    await page.goto("/account/credit");
    await expect(page.getByText(says("credit.kind_goodwill"))).toBeVisible();
    await expect(page.getByText("25.50").first()).toBeVisible();
    await lookAt(page);
  });
});
