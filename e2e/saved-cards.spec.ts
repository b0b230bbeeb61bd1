import type { Page } from "@playwright/test";
import { isQuick } from "#tests/support/quick-run.ts";
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
import { letDaysPass, runJob } from "./let-days-pass.ts";
import { says, words, wordsFirst, wordsOnly } from "./words.ts";

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

const A_MONTH_DAYS = 32;

test("a card is kept by agreement, charged for the next part by itself, and taken back", async ({ page }) => {
  const title = `Marbling ${Math.random().toString(36).slice(2, 8)}`;

  await test.step("the admin sells a course that may be paid in parts", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=summary]").fill("Paper, size and combs.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.locator("[name=name]").fill("Any evening");
    await page.locator("[name=price]").fill("300");
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    await page.locator("[name=depositAmount]").fill("100");
    await page.locator("[name=furtherParts]").fill("2");
    await page.getByRole("button", { name: says("instalments.save_plan_button") }).click();
    await expect(page.getByText(says("instalments.plan_now"))).toBeVisible();
    await page.goto(course);
    await page.getByRole("button", { name: wordsFirst("Publish") }).click();
    await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  });

  const person = newPerson();
  await test.step("somebody new reads what it allows, ticks the box, and pays the first part", async () => {
    await forgetPerson(page);
    await page.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await page.getByRole("link", { name: title }).first().click();
    await page.getByRole("button", { name: words("Enrol") }).click();
    await expect(page).toHaveURL(/\/enrol\/coh_/);
    await page.getByLabel(words("Your name")).fill(person.name);
    await page.getByLabel(words("E-mail")).first().fill(person.email);
    await page.getByLabel(words("Choose a password")).fill(PASSWORD);
    await page.locator("[name=pay][value=plan]").first().check();
    const keep = page.locator("[name=keepCard]").first();
    await expect(keep).not.toBeChecked();
    await expect(page.getByText(says("instalments.keep_card_mandate")).first()).toBeVisible();
    await keep.check();
    await lookAt(page);
    await page
      .getByRole("button", { name: says("instalments.go_on_to_pay_button") })
      .first()
      .click();
    await expect(page).toHaveURL(/\/sandbox\/pay\//);
    await expect(page.getByText(says("sandbox.card_is_kept"))).toBeVisible();
    await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(page).toHaveURL(/\/learning\//);
  });
  const code = new URL(page.url()).searchParams.get("welcome") ?? "";
  const mine = `/orders/${code}`;
  const payPart = (number: number) =>
    page.getByRole("button", { name: new RegExp(`^${says("instalments.pay_part_button", { number, amount: "" })}`) });

  await test.step("their order says which card is charged, and the second part is", async () => {
    await page.goto(mine);
    await expect(page.getByText("•••• 4242").first()).toBeVisible();
    await lookAt(page);
    letDaysPass(code, A_MONTH_DAYS);
    runJob("charge-cards");
    await page.goto(mine);
    await expect(payPart(3)).toHaveCount(0);
    await expect(page.getByText("100.00").first()).toBeVisible();
  });

  // A quick run goes no further.
  if (isQuick) return;
  await test.step("they take it back on their account, and the third part is theirs to pay", async () => {
    await page.goto("/account");
    await page.getByRole("link", { name: says("account.cards_link") }).click();
    await expect(page.getByText("•••• 4242").first()).toBeVisible();
    await lookAt(page);
    await page.getByRole("button", { name: says("account.cards_remove_button") }).click();
    await expect(page.getByText(says("done.card_removed")).first()).toBeVisible();
    await expect(page.getByText(says("account.cards_none"))).toBeVisible();
    await lookAt(page);
    letDaysPass(code, A_MONTH_DAYS);
    runJob("charge-cards");
    await page.goto(mine);
    await expect(page.locator("[name=pay]").first()).toBeVisible();
    await expect(page.getByText("•••• 4242")).toHaveCount(0);
  });
});
