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
import { addressOf, says, words, wordsFirst, wordsOnly } from "./words.ts";

const unique = () => Math.random().toString(36).slice(2, 8);

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

/** A course of its own with one cohort at CHF 120, published: a coupon for everything would be in the way of other journeys. */
async function addCourse(page: Page, title: string): Promise<{ courseId: string; cohortId: string }> {
  await page.goto("/admin/courses/new");
  await page.locator("[name=title]").fill(title);
  await page.locator("[name=summary]").fill("With a coupon.");
  await page.locator("main form button[type=submit]").last().click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
  const courseId = /crs_\w+/.exec(page.url())?.[0] ?? "";
  await page.goto(`/admin/courses/${courseId}/cohorts/new`);
  await page.locator("[name=name]").fill("Any evening");
  await page.locator("[name=price]").fill("120");
  await page.getByRole("button", { name: words("Add the cohort") }).click();
  await expect(page).toHaveURL(/\/cohorts\/coh_/);
  const cohortId = /coh_\w+/.exec(page.url())?.[0] ?? "";
  await page.goto(`/admin/courses/${courseId}`);
  await page.getByRole("button", { name: wordsFirst("Publish") }).click();
  await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  return { courseId, cohortId };
}

test("a coupon and an early bird on the way to paying", async ({ page }) => {
  const title = `Coupon course ${unique()}`;
  const code = `SPRING-${unique().toUpperCase()}`;
  let at = { courseId: "", cohortId: "" };

  await test.step("the office makes a coupon; what is wrong is said beside the field, and what was typed stays", async () => {
    await signInAs(page, "admin@demo.test");
    at = await addCourse(page, title);
    await page.goto("/admin/coupons/new");
    await page.locator("[name=name]").fill(`Campaign ${title}`);
    await page.locator("[name=coupon]").fill(` ${code.toLowerCase()} `);
    await page.locator("[name=value]").fill("300 %");
    await page.locator("[name=isCombinable]").check();
    await page.getByText(says("coupons.scope_cohorts"), { exact: true }).click();
    await page.locator(`[name=cohortIds][value=${at.cohortId}]`).check();
    await page.getByRole("button", { name: says("coupons.create_button") }).click();
    await expect(page.locator("[name=value]")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText(says("fields.percent_range")).first()).toBeVisible();
    await expect(page.locator("[name=coupon]")).toHaveValue(new RegExp(code, "i"));
    await lookAt(page);
    await page.locator("[name=value]").fill("12,5");
    await page.getByRole("button", { name: says("coupons.create_button") }).click();
    await expect(page).toHaveURL(/\/admin\/coupons\/cpn_/);
    await expect(page.getByText(code, { exact: true }).first()).toBeVisible();
    await lookAt(page);
  });

  await test.step("and a price for whoever orders early", async () => {
    await page.goto("/admin/price-rules/new");
    await page.locator("[name=target]").selectOption(`${at.courseId} ${at.cohortId}`);
    await page.locator("[name=effect]").selectOption("price");
    await page.locator("[name=value]").fill("90");
    await page.getByRole("button", { name: says("price_rules.create_button") }).click();
    await expect(page.getByText(says("fields.price_rule_day_needed")).first()).toBeVisible();
    await lookAt(page);
    await page.locator("[name=endsOn]").fill("2099-01-31");
    await page.getByRole("button", { name: says("price_rules.create_button") }).click();
    await expect(page).toHaveURL(/\/admin\/price-rules\/prl_/);
    await lookAt(page);
  });

  const person = newPerson();
  await test.step("a newcomer sees the early price, types a code, and sees the price with it before paying", async () => {
    await forgetPerson(page);
    await page.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await page.getByRole("link", { name: title }).first().click();
    await expect(page.getByText(/CHF 90/).first()).toBeVisible();
    await lookAt(page);
    await page.goto(addressOf(`/enrol/${at.cohortId}`));
    await page.getByLabel(words("Your name")).fill(person.name);
    await page.getByLabel(words("E-mail")).first().fill(person.email);
    const password = page.getByLabel(words("Choose a password"));
    await password.fill(PASSWORD);
    const coupon = page.getByLabel(says("coupons.field_label")).first();
    const apply = page.getByRole("button", { name: says("coupons.apply_button") }).first();
    await coupon.fill("NOBODY-HAS-THIS");
    await apply.click();
    await expect(coupon).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel(words("Your name"))).toHaveValue(person.name);
    await lookAt(page);
    await coupon.fill(` ${code.toLowerCase()} `);
    await apply.click();
    await expect(page.getByRole("button", { name: /78[.,]75/ }).first()).toBeVisible();
    await expect(page.getByLabel(words("E-mail")).first()).toHaveValue(person.email);
    // It never comes back from the server: the browser has kept it.
    await expect(password).toHaveValue(PASSWORD);
    await expect(page.getByRole("complementary").getByText(/11[.,]25/)).toBeVisible();
    await lookAt(page);
  });

  await test.step("pays that, and the receipt says why it was less", async () => {
    await page
      .getByRole("button", { name: /78[.,]75/ })
      .first()
      .click();
    await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(page).toHaveURL(/\/learning\//);
    await page.getByRole("link", { name: words("Receipt for order <num>{code}</num>") }).click();
    await expect(page.getByText(code).first()).toBeVisible();
    await expect(page.getByText(/78[.,]75/).first()).toBeVisible();
    await lookAt(page);
  });

  // A quick run goes no further.
  if (isQuick) return;
  await test.step("the office sees who used it, and makes codes that count once each", async () => {
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/coupons?q=${code}`);
    await page.getByRole("link", { name: title }).first().click();
    await page.locator("a[href*='/admin/coupons/uses?coupon=']").first().click();
    await expect(page.getByText(person.name).first()).toBeVisible();
    await lookAt(page);
    await page.goto("/admin/coupons/new");
    await page.locator("[name=name]").fill(`Gifts ${title}`);
    await page.locator("[name=value]").fill("100");
    await page.getByText(says("coupons.scope_cohorts"), { exact: true }).click();
    await page.locator(`[name=cohortIds][value=${at.cohortId}]`).check();
    await page.getByRole("button", { name: says("coupons.create_button") }).click();
    await page.locator("[name=count]").fill("5");
    await page.getByRole("button", { name: says("coupons.make_codes_button") }).click();
    await page.getByRole("link", { name: says("coupons.see_codes_button") }).click();
    await expect(page.locator("main tbody code")).toHaveCount(5);
    await lookAt(page);
  });

  await test.step("one of them, by its link, gives the place at once", async () => {
    const gift = await page.locator("main tbody code").first().innerText();
    await forgetPerson(page);
    const friend = newPerson();
    await page.goto(addressOf(`/enrol/${at.cohortId}?coupon=${gift}`));
    await expect(page.getByRole("complementary").getByText(words("Free"))).toBeVisible();
    await page.getByLabel(words("Your name")).fill(friend.name);
    await page.getByLabel(words("E-mail")).first().fill(friend.email);
    await page.getByLabel(words("Choose a password")).fill(PASSWORD);
    await page
      .getByRole("button", { name: wordsOnly("Enrol"), exact: true })
      .first()
      .click();
    await expect(page).toHaveURL(/\/learning\//);
  });

  await test.step("a link's code goes along to the page for others, which says so where nobody has it", async () => {
    await page.goto(addressOf(`/enrol/${at.cohortId}?coupon=${code}`));
    await page.getByRole("link", { name: says("enrol_others.for_others") }).click();
    const coupon = page.getByLabel(says("coupons.field_label"));
    await expect(coupon).toHaveValue(code);
    await expect(page.getByRole("complementary").getByText(/78[.,]75/)).toBeVisible();
    await page.goto(addressOf(`/enrol/${at.cohortId}/others?coupon=NOBODY-HAS-THIS`));
    await expect(coupon).toHaveAttribute("aria-invalid", "true");
    await lookAt(page);
  });
});
