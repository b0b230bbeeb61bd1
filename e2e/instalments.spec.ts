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

/** Pays on the page of the demo school's payment service. */
async function payThere(page: Page): Promise<void> {
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
}

test("a place is paid by a plan, with one part late, to the last one", async ({ page }) => {
  const title = `Letterpress ${Math.random().toString(36).slice(2, 8)}`;

  await test.step("the admin sells a course that may be paid in parts", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=summary]").fill("Lead, ink and patience.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.locator("[name=name]").fill("Any evening");
    await page.locator("[name=price]").fill("480");
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    await page.locator("[name=depositPercent]").fill("33,3");
    await page.locator("[name=furtherParts]").fill("3");
    await page.getByRole("button", { name: says("instalments.save_plan_button") }).click();
    await expect(page.getByText(says("fields.whole_percent")).first()).toBeVisible();
    await page.locator("[name=depositPercent]").fill("30");
    await page.locator("[name=depositAmount]").fill("100");
    await page.locator("[name=furtherParts]").fill("3");
    await page.getByRole("button", { name: says("instalments.save_plan_button") }).click();
    await expect(page.getByText(says("fields.deposit_one_of_two")).first()).toBeVisible();
    await page.locator("[name=depositAmount]").fill("");
    await page.getByRole("button", { name: says("instalments.save_plan_button") }).click();
    await expect(page.getByText(says("instalments.plan_now"))).toBeVisible();
    await lookAt(page);
    await page.goto(course);
    await page.getByRole("button", { name: wordsFirst("Publish") }).click();
    await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  });

  const person = newPerson();
  await test.step("somebody new sees each part before paying, chooses them, and pays the first", async () => {
    await forgetPerson(page);
    await page.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await page.getByRole("link", { name: title }).first().click();
    await expect(page.getByText(/144/).first()).toBeVisible();
    await lookAt(page);
    await page.getByRole("button", { name: words("Enrol") }).click();
    await expect(page).toHaveURL(/\/enrol\/coh_/);
    await expect(page.getByText("112.00").first()).toBeVisible();
    await lookAt(page);
    await page.getByLabel(words("Your name")).fill(person.name);
    await page.getByLabel(words("E-mail")).first().fill(person.email);
    await page.getByLabel(words("Choose a password")).fill(PASSWORD);
    await page.locator("[name=pay][value=plan]").first().check();
    await page
      .getByRole("button", { name: says("instalments.go_on_to_pay_button") })
      .first()
      .click();
    await expect(page).toHaveURL(/\/sandbox\/pay\//);
    await payThere(page);
    await expect(page).toHaveURL(/\/learning\//);
  });
  const inside = new URL(page.url()).pathname;
  const code = new URL(page.url()).searchParams.get("welcome") ?? "";
  const mine = `/orders/${code}`;
  const payPart = (number: number) =>
    page.getByRole("button", { name: new RegExp(`^${says("instalments.pay_part_button", { number, amount: "" })}`) });

  await test.step("the deposit has a receipt, and the order a statement of payments, each opened by its link", async () => {
    const first = says("instalments.part_number", { number: 1 });
    for (const name of [says("invoices.receipt_of", { part: first }), says("invoices.paper_statement")]) {
      await page.goto(mine);
      const answer = page.waitForResponse((response) => response.url().includes(`${mine}/papers/`));
      await page.getByRole("link", { name }).first().click();
      expect([(await answer).status(), (await answer).headers()["content-type"]]).toEqual([200, "application/pdf"]);
    }
  });

  await test.step("a card is declined for the second part: the order says so, why and what helps, and the part is still to be paid", async () => {
    await page.goto(mine);
    await payPart(2).click();
    await expect(page).toHaveURL(/\/sandbox\/pay\//);
    await page.locator("[name=card][value='4000000000000002']").check();
    await payThere(page);
    await expect(page).toHaveURL(new RegExp(`${mine}$`));
    await expect(page.getByText(says("payment_failures.card_declined"), { exact: false }).first()).toBeVisible();
    await expect(page.getByText("112.00").first()).toBeVisible();
    await expect(payPart(2)).toBeVisible();
    await lookAt(page);
  });

  await test.step("the second part is paid early", async () => {
    await page.goto(mine);
    await lookAt(page);
    await payPart(2).click();
    await expect(page).toHaveURL(/\/sandbox\/pay\//);
    await payThere(page);
    await expect(page).toHaveURL(new RegExp(`${mine}$`));
    await expect(page.getByText(says("done.part_paid"))).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("orders.order_title", { code }));
    await expect(payPart(3)).toBeVisible();
  });

  // A quick run goes no further.
  if (isQuick) return;
  await test.step("the third is late for longer than the school waits: access is suspended", async () => {
    letDaysPass(code, 80);
    runJob("remind-of-payments");
    await page.goto(inside);
    await expect(page.getByText(says("instalments.access_waits_title")).first()).toBeVisible();
    await lookAt(page);
    await page.getByRole("link", { name: says("learning.pay_order_button", { orderCode: code }) }).click();
    await expect(page).toHaveURL(new RegExp(`${mine}(#|$)`));
    await lookAt(page);
  });
  const kept = await page.context().storageState();

  await test.step("the office finds it among what is late, and reminds of it in one press", async () => {
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/orders?need=late&q=${code}`);
    await page.getByRole("link", { name: code }).first().click();
    await expect(page).toHaveURL(new RegExp(`/admin/orders/${code}`));
    await lookAt(page);
    await page.getByRole("button", { name: says("instalments.reminders_off_button") }).click();
    await expect(page.getByText(says("done.reminders_set"))).toBeVisible();
    await page.getByRole("button", { name: says("instalments.remind_now_button") }).click();
    await expect(page.getByText(says("refusals.reminded_just_now")).first()).toBeVisible();
  });

  await test.step("all the rest is paid, and the course opens again", async () => {
    await forgetPerson(page);
    await page.context().addCookies(kept.cookies);
    await page.goto(mine);
    await page
      .getByRole("button", { name: new RegExp(`^${says("instalments.pay_rest_button", { amount: "" })}`) })
      .click();
    await payThere(page);
    await expect(page).toHaveURL(new RegExp(`${mine}$`));
    await expect(page.getByText(says("instalments.late_words"))).toHaveCount(0);
    await lookAt(page);
    await page.goto(inside);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page.getByText(says("instalments.access_waits_title"))).toHaveCount(0);
  });
});
