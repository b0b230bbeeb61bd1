import type { Page } from "@playwright/test";
import { IN_ALL } from "#tests/support/browser-ways.ts";
import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  forgetPerson,
  newPerson,
  signInAs,
  test,
} from "./fixtures.ts";
import { goToEnrol, introduce, newTitle, payThere, sellCourse } from "./sell-course.ts";
import { says, wordsFirst } from "./words.ts";

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

/** Opens the question on the page of one's own enrolment. */
async function askToCancel(page: Page, inside: string): Promise<void> {
  await page.goto(`${inside}/enrolment`);
  await page.getByText(says("learning.cancel_my_place_button")).first().click();
}

const confirm = (page: Page) =>
  page
    .getByRole("button", { name: says("learning.confirm_cancel_my_place_button"), exact: true })
    .last()
    .click();

test("a student cancels a paid place by themselves, and what the terms say comes back", async ({ page }) => {
  const title = newTitle("Etching");
  await sellCourse(page, { title, price: "480", terms: { percent: "80", fee: "25" } });
  await goToEnrol(page, title);
  await introduce(page, newPerson());
  await page
    .getByRole("button", { name: wordsFirst("Pay {price}") })
    .first()
    .click();
  await payThere(page);
  await expect(page).toHaveURL(/\/learning\//);
  const inside = new URL(page.url()).pathname;
  const code = new URL(page.url()).searchParams.get("welcome") ?? "";

  await askToCancel(page, inside);
  // 80 % of CHF 480.00 less CHF 25.00.
  await expect(page.getByText("359.00").first()).toBeVisible();
  await expect(page.getByText("121.00").first()).toBeVisible();
  await lookAt(page);
  await confirm(page);
  await expect(page.getByText(says("done.place_left_refund"))).toBeVisible();
  await page.goto(`/orders/${code}`);
  await expect(page.getByText("359.00").first()).toBeVisible();
  await lookAt(page);
  await page.goto(inside);
  await expect(page.getByText(says("learning.cancel_my_place_button"))).toHaveCount(0);

  await test.step("nobody in the office has anything to do", async () => {
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/orders?need=review&q=${code}`);
    await expect(page.getByRole("link", { name: code })).toHaveCount(0);
    await page.goto(`/admin/orders/${code}`);
    await expect(page.getByText(says("admin.kept_of_it", { by: "CHF 121.00" })).first()).toBeVisible();
    await lookAt(page);
  });
});

test("a plan half paid is cancelled by its student, who pays what is left of the fee; another one is waived", {
  tag: IN_ALL,
}, async ({ page }) => {
  const title = newTitle("Engraving");
  const plan = { percent: "30", furtherParts: "3" };
  await sellCourse(page, { title, price: "480", terms: { percent: "60", fee: "25" }, plan });

  const leave = async () => {
    await goToEnrol(page, title);
    await introduce(page, newPerson());
    await page.locator("[name=pay][value=plan]").first().check();
    await page
      .getByRole("button", { name: says("instalments.go_on_to_pay_button") })
      .first()
      .click();
    await payThere(page);
    await expect(page).toHaveURL(/\/learning\//);
    const { pathname, searchParams } = new URL(page.url());
    await askToCancel(page, pathname);
    // The school keeps CHF 217.00 by the terms, and has CHF 144.00.
    await expect(page.getByText(/\b73\.00/).first()).toBeVisible();
    await lookAt(page);
    await confirm(page);
    await expect(page.getByText(says("done.place_left_fee"))).toBeVisible();
    return searchParams.get("welcome") ?? "";
  };

  const code = await leave();
  await test.step("the order says what is left, and is paid like any part", async () => {
    await page.goto(`/orders/${code}`);
    await expect(page.getByText(says("instalments.cancellation_fee"), { exact: true }).first()).toBeVisible();
    await lookAt(page);
    await page
      .getByRole("button", { name: /73\.00/ })
      .first()
      .click();
    await payThere(page);
    await expect(page).toHaveURL(new RegExp(`/orders/${code}$`));
    await expect(page.getByText(says("instalments.cancellation_fee_words"))).toHaveCount(0);
  });
  await forgetPerson(page);

  const other = await leave();
  await test.step("the office sees the other one, and waives it", async () => {
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/orders/${other}`);
    await expect(page.getByText(says("instalments.cancellation_fee_left", { by: "CHF 73.00" })).first()).toBeVisible();
    await lookAt(page);
    await page.getByText(says("instalments.waive_button"), { exact: true }).first().click();
    await page.locator("#waive-fees-why").fill("They are ill.");
    await page
      .getByRole("button", { name: says("instalments.waive_button") })
      .last()
      .click();
    await expect(page.getByText(says("done.fees_waived"))).toBeVisible();
    await expect(page.getByText(says("admin.kept_of_it", { by: "CHF 144.00" })).first()).toBeVisible();
  });
});
