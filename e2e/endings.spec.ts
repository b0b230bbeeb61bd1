import type { Page } from "@playwright/test";
import { IN_ALL } from "#tests/support/browser-ways.ts";
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
import { addressOf, pick, says, words, wordsFirst, wordsOnly } from "./words.ts";

const PAID_COURSE = () =>
  pick({
    en: "Statistics for people who were told they cannot count",
    de: "Statistik für alle, denen man sagte, sie könnten nicht rechnen",
  });

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

/** At the sandbox, from the checkout on. */
async function pay(page: Page): Promise<void> {
  await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
}

/** Makes an account and comes back to a page of the school. */
async function signUp(page: Page, person: { name: string; email: string }, next: string): Promise<void> {
  await page.goto(`/sign-up?next=${encodeURIComponent(next)}`);
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page.getByRole("button", { name: words("Create my account") }).click();
}

/** Somebody new buys one place for somebody else, which is the shortest way to a paid order. Gives the order's code. */
async function buy(page: Page, person: { name: string; email: string }, count = 1, cohort?: string): Promise<string> {
  let next = cohort && `/enrol/${cohort}/others`;
  if (!next) {
    await page.goto("/courses/find?q=statist");
    await page.getByRole("link", { name: PAID_COURSE() }).first().click();
    await page.getByRole("button", { name: words("Enrol") }).click();
    await page.getByRole("link", { name: says("enrol_others.for_others") }).click();
    next = new URL(page.url()).searchParams.get("next") ?? "";
  }
  await signUp(page, person, next);
  await page.getByLabel(says("enrol_others.count_label")).fill(String(count));
  await page.getByRole("button", { name: says("enrol_others.order_button") }).click();
  await expect(page).toHaveURL(/\/checkout\//);
  await pay(page);
  await expect(page).toHaveURL(/\/orders\/\w+\/places/);
  return /\/orders\/(\w+)\/places/.exec(page.url())?.[1] ?? "";
}

test("somebody withdraws without signing in, gets a receipt to the second, and the office sends all of it back", {
  tag: IN_ALL,
}, async ({ page }) => {
  const person = newPerson();
  const code = await buy(page, person);
  await forgetPerson(page);

  await test.step("two steps, and no word of whether there is such an order", async () => {
    await page.goto(addressOf("/courses"));
    await expect(page.getByRole("link", { name: says("withdrawals.footer_link") })).toBeVisible();
    await page.goto("/withdraw");
    await lookAt(page);
    await page.getByRole("button", { name: says("withdrawals.continue_button") }).click();
    await page.getByLabel(says("withdrawals.code_label")).fill(code.toLowerCase());
    await page.getByLabel(says("withdrawals.name_label")).fill(person.name);
    await page.getByLabel(says("withdrawals.email_label")).fill(person.email);
    await page.getByRole("button", { name: says("withdrawals.continue_button") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("withdrawals.confirm_title"));
    await expect(page.getByText(code)).toBeVisible();
    await lookAt(page);
    await page.getByRole("button", { name: says("withdrawals.confirm_button") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("withdrawals.receipt_title"));
    await expect(page.getByText(/ 2\d{3}, \d{2}:\d{2}:\d{2} (PM |AM )?\([+-]\d{2}:\d{2}\)/)).toBeVisible();
    await lookAt(page);
  });

  await test.step("the office sees it in time, and accepts it in one press", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/withdrawals?q=${code}`);
    await lookAt(page);
    const accept = page.getByText(wordsFirst("Accept, give back {amount}"));
    await accept.first().click();
    await page
      .getByRole("button", { name: wordsFirst("Accept, give back {amount}") })
      .last()
      .click();
    await expect(page.getByText(says("done.withdrawal_accepted"))).toBeVisible();
    await page.goto(`/admin/orders/${code}`);
    await expect(page.getByText(says("claims.status_cancelled")).first()).toBeVisible();
  });
});

test("a refund from a ticket takes three presses, whole or in part, and what cannot be is said beside the amount", async ({
  page,
}) => {
  const person = newPerson();
  const code = await buy(page, person);
  await page.goto(`/orders/${code}`);
  await page.getByRole("link", { name: words("Get help about this order") }).click();
  await page.getByLabel(words("In a few words")).fill("The room was cold");
  await page.getByLabel(words("Your question")).fill("I would like a part of it back.");
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page).toHaveURL(/\/help\/T-/);
  const ticket = /T-\w{5}/.exec(page.url())?.[0] ?? "";

  await forgetPerson(page);
  await signInAs(page, "admin@demo.test");
  await page.goto(`/admin/tickets/${ticket}`);
  await page
    .getByRole("link", { name: says("endings.link") })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("endings.title", { code }));
  await expect(page.getByLabel(says("endings.why_label"))).toHaveValue(new RegExp(ticket));
  await lookAt(page);

  const amount = page.getByRole("textbox", { name: wordsFirst("Amount to give back in {currency}") });
  for (const wrong of ["99999", "-5", "abc"]) {
    await amount.fill(wrong);
    // The field is marked since the first of them: only the answer says that this one was read.
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: says("endings.submit_button") }).click();
    await answered;
    await expect(page.getByRole("button", { name: says("endings.submit_button") })).toBeEnabled();
    await expect(amount).toHaveAttribute("aria-invalid", "true");
    await expect(amount).toHaveValue(wrong);
  }
  await page.getByRole("radio", { name: wordsFirst("Only give money back") }).check();
  await amount.fill("12,50");
  await page.getByRole("button", { name: says("endings.submit_button") }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/tickets/${ticket}`));
  await expect(page.getByText(says("done.purchase_ended_refunded"))).toBeVisible();

  await test.step("the rest of it goes back as well, and never more", async () => {
    await page.goto(`/admin/orders/${code}/end`);
    await page.getByRole("button", { name: says("endings.submit_button") }).click();
    await page.getByLabel(says("endings.why_label")).fill("They asked for all of it.");
    await page.getByRole("button", { name: says("endings.submit_button") }).click();
    await expect(page).toHaveURL(new RegExp(`/admin/orders/${code}`));
    await expect(page.getByText(says("done.purchase_ended_refunded"))).toBeVisible();
  });
});

test("a cohort with twelve paid places is cancelled in one step, and its list says when all have ended", {
  tag: IN_ALL,
}, async ({ page }) => {
  const title = `Twelve chairs ${Math.random().toString(36).slice(2, 8)}`;
  await signInAs(page, "admin@demo.test");
  await page.goto("/admin/courses/new");
  await page.getByLabel(words("Title")).fill(title);
  await page.getByLabel(words("Summary")).fill("Repairing chairs, twelve of them.");
  await page.getByRole("button", { name: words("Create the draft") }).click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
  const course = new URL(page.url()).pathname;
  await page.goto(`${course}/cohorts/new`);
  await page.getByLabel(words("Name")).fill("Spring");
  await page.getByLabel(words("Price")).fill("20");
  await page.getByLabel(words("Seats")).fill("12");
  await page.getByRole("button", { name: words("Add the cohort") }).click();
  await expect(page).toHaveURL(/\/cohorts\/coh_/);
  const cohort = /coh_\w+/.exec(page.url())?.[0] ?? "";
  await page.goto(course);
  await page.getByRole("button", { name: wordsOnly("Publish"), exact: true }).click();
  await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();

  await forgetPerson(page);
  const code = await buy(page, newPerson(), 12, cohort);

  await forgetPerson(page);
  await signInAs(page, "admin@demo.test");
  await page.goto(`${course}/cohorts/${cohort}`);
  await page.getByRole("link", { name: says("admin_courses.cancel_cohort_button") }).click();
  await expect(page.getByText(says("endings.rule_called_off"))).toBeVisible();
  await expect(page.getByRole("link", { name: code })).toHaveCount(12);
  await lookAt(page);
  await page.getByLabel(says("endings.why_label")).fill("The workshop burned down.");
  await page.getByRole("button", { name: says("endings.submit_button") }).click();
  await expect(page).toHaveURL(/\/admin\/cancellations\?cohort=/);
  await expect(async () => {
    await page.goto(`/admin/cancellations?cohort=${cohort}`);
    await expect(page.getByText(says("endings.progress_title", { done: 12, total: 12 }))).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 60_000 });
  await lookAt(page);
  const file = await page.request.get(`/admin/cancellations/export.csv?cohort=${cohort}`);
  expect((await file.text()).trim().split("\n").length).toBe(13);
  await page.goto(`/admin/orders/${code}`);
  await expect(page.locator("#claims").getByText(says("claims.status_cancelled"))).toHaveCount(12);
  // With the last of its places the order has ended: its table says so, too.
  await expect(page.getByText(wordsOnly("Cancelled")).first()).toBeVisible();
  await expect(page.getByRole("link", { name: says("admin.place_for_others_link") })).toHaveCount(12);
  await lookAt(page);
  await page.goto(`/admin/orders/${code}/end`);
  await expect(page.getByText(says("endings.nobody_yet"))).toHaveCount(0);
  await lookAt(page);
});

test("what is owed for one of several places is said wherever it is asked for, and becomes credit", {
  tag: IN_ALL,
}, async ({ page }) => {
  const code = await buy(page, newPerson(), 2);
  await forgetPerson(page);
  await signInAs(page, "admin@demo.test");
  await page.goto(`/admin/orders/${code}/end`);
  await page.locator("input[type=radio][value=ends]").first().check();
  await page.locator("[name^=amount-]").first().fill("25.00");
  await page.locator("[name=refund][value=review]").check();
  await page.getByLabel(says("endings.why_label")).fill("One of the two is ill.");
  await page.getByRole("button", { name: says("endings.submit_button") }).click();
  await expect(page.getByText(says("done.purchase_ended"))).toBeVisible();
  await expect(page.getByText(says("admin_orders.owed_back"))).toBeVisible();
  await expect(page.locator("#offer-amount")).toHaveValue("25.00");
  await lookAt(page);

  await page.goto(`/admin/orders/${code}/end`);
  await expect(page.getByText(says("endings.ended_badge"), { exact: true })).toHaveCount(1);
  await expect(page.getByText(says("endings.rule_ended"))).toBeVisible();
  await lookAt(page);

  await page.goto(`/admin/orders/${code}`);
  await page.getByRole("button", { name: says("credit.offer_button") }).click();
  await expect(page.getByText(says("done.credit_offered"))).toBeVisible();
});
