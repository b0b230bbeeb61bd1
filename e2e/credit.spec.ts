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
import { newTitle, payThere, sellCourse } from "./sell-course.ts";
import { says, words, wordsFirst } from "./words.ts";

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

/** The button where one enrols, which says what is left to pay, too. */
const useCreditOf = (amount: string, left: string) =>
  new RegExp(`${amount.replace(".", "\\.")}.*${left.replace(".", "\\.")}`);
const useCredit = (amount: string) => new RegExp(`^${says("credit.use_button", { amount: "" })}.*${amount}`);

async function signUp(page: Page, person: { name: string; email: string }): Promise<void> {
  await page.goto("/sign-up?next=/account/credit");
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page.getByRole("button", { name: words("Create my account") }).click();
  // Its address stands in that of the form, too.
  await expect(page.getByText(says("credit.none"))).toBeVisible();
}

/** The office gives somebody credit, and nobody is signed in afterwards. */
async function giveCredit(page: Page, person: { name: string; email: string }, amount: string): Promise<void> {
  await forgetPerson(page);
  await signInAs(page, "admin@demo.test");
  await page.goto(`/admin/students?q=${encodeURIComponent(person.email)}`);
  await page.getByRole("link", { name: person.name }).first().click();
  await page.getByRole("link", { name: says("credit.title"), exact: true }).click();
  for (const wrong of ["-5", "0"]) {
    await page.locator("[name=amount]").first().fill(wrong);
    await page.locator("[name=why]").first().fill("The heating failed.");
    await page.getByRole("button", { name: says("credit.give_button") }).click();
    await expect(page.locator("[name=amount]").first()).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("[name=amount]").first()).toHaveValue(wrong);
  }
  await expect(page.getByText(says("fields.amount_positive")).first()).toBeVisible();
  await page.locator("[name=amount]").first().fill(amount);
  await page.getByRole("button", { name: says("credit.give_button") }).click();
  await expect(page.getByText(says("done.credit_given"))).toBeVisible();
  // What comes from the school is not paid out, so nobody is offered to.
  await expect(page.getByText(says("credit.not_paid_out_words"))).toBeVisible();
  await lookAt(page);
  await forgetPerson(page);
}

test("the office gives credit, its student sees it and pays with it", { tag: IN_ALL }, async ({ page }) => {
  const dear = newTitle("Gilding");
  const enrol = await sellCourse(page, { title: dear, price: "480" });
  const person = newPerson();
  await test.step("somebody signs up", async () => {
    await signUp(page, person);
    await lookAt(page);
  });
  const kept = await page.context().storageState();
  await giveCredit(page, person, "25.50");

  await test.step("they see it, and from whom it is", async () => {
    await page.context().addCookies(kept.cookies);
    await page.goto("/account/credit");
    await expect(page.getByText(says("credit.kind_goodwill"))).toBeVisible();
    await expect(page.getByText("25.50").first()).toBeVisible();
    await lookAt(page);
  });

  await test.step("a price is paid with it as far as it goes, and the rest in another way", async () => {
    await page.goto(enrol);
    await expect(page.getByRole("button", { name: useCreditOf("25.50", "454.50") })).toBeVisible();
    await lookAt(page);
    await page.getByRole("button", { name: useCreditOf("25.50", "454.50") }).click();
    await expect(page).toHaveURL(/\/checkout\//);
    await expect(page.getByText(says("credit.used")).first()).toBeVisible();
    await expect(page.getByText("454.50").first()).toBeVisible();
    await lookAt(page);
    await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
    await payThere(page);
    await expect(page).toHaveURL(/\/learning\//);
    const code = new URL(page.url()).searchParams.get("welcome") ?? "";
    await page.goto(`/orders/${code}`);
    await expect(page.getByText(says("credit.used")).first()).toBeVisible();
    await lookAt(page);
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/orders/${code}`);
    await expect(page.getByText(says("credit.used")).first()).toBeVisible();
    await expect(page.getByText(says("admin.journals_credit_taken")).first()).toBeVisible();
    await lookAt(page);
  });
});

test("the parts of a plan are paid with credit: the first where one enrols, the next on the order", async ({
  page,
}) => {
  const title = newTitle("Binding");
  const enrol = await sellCourse(page, { title, price: "480", plan: { percent: "30", furtherParts: "3" } });
  const person = newPerson();
  await signUp(page, person);
  const kept = await page.context().storageState();
  await giveCredit(page, person, "256");
  await page.context().addCookies(kept.cookies);
  await page.goto(enrol);
  await page.locator("[name=pay][value=plan]").first().check();
  await page.getByRole("button", { name: useCredit("256.00") }).click();
  await expect(page).toHaveURL(/\/learning\//);
  const code = new URL(page.url()).searchParams.get("welcome") ?? "";
  await page.goto(`/orders/${code}`);
  await lookAt(page);
  await page.getByRole("button", { name: useCredit("112.00") }).click();
  await expect(page.getByText(says("done.credit_used"))).toBeVisible();
  await expect(page.getByText(says("credit.used"))).toHaveCount(2);
  // Nothing is left of it, so it is not offered for the third.
  await expect(page.getByRole("button", { name: useCredit("") })).toHaveCount(0);
});
