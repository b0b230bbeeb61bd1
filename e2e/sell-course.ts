import type { Page } from "@playwright/test";
import { expect, forgetPerson, PASSWORD, signInAs } from "./fixtures.ts";
import { says, words, wordsFirst, wordsOnly } from "./words.ts";

/** `terms`: how it is left by its students, at any time; `plan`: how it is paid in parts. Amounts are in the school's currency. */
export type Sold = {
  title: string;
  price: string;
  terms?: { percent: string; fee: string };
  plan?: { percent: string; furtherParts: string };
};

/** The admin sells a course of one cohort that begins on no day. Gives the address on which one enrols. */
export async function sellCourse(page: Page, { title, price, terms, plan }: Sold): Promise<string> {
  await signInAs(page, "admin@demo.test");
  await page.goto("/admin/courses/new");
  await page.locator("[name=title]").fill(title);
  await page.locator("[name=summary]").fill("Lead, ink and patience.");
  await page.locator("main form button[type=submit]").last().click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
  const course = new URL(page.url()).pathname;
  await page.goto(`${course}/cohorts/new`);
  await page.locator("[name=name]").fill("Any evening");
  await page.locator("[name=price]").fill(price);
  await page.getByRole("button", { name: words("Add the cohort") }).click();
  await expect(page).toHaveURL(/\/cohorts\/coh_/);
  const cohort = /coh_\w+/.exec(page.url())?.[0] ?? "";
  if (terms) {
    await page.locator("[name=cancelDays]").fill("7");
    await page.locator("[name=cancelPercent]").fill(terms.percent);
    await page.locator("[name=cancelFee]").fill(terms.fee);
    await page
      .locator("form", { has: page.locator("[name=cancelDays]") })
      .getByRole("button")
      .last()
      .click();
    await expect(page.getByText(says("done.saved")).first()).toBeVisible();
  }
  if (plan) {
    await page.locator("[name=depositPercent]").fill(plan.percent);
    await page.locator("[name=furtherParts]").fill(plan.furtherParts);
    await page.getByRole("button", { name: says("instalments.save_plan_button") }).click();
    await expect(page.getByText(says("instalments.plan_now"))).toBeVisible();
  }
  await page.goto(course);
  await page.getByRole("button", { name: wordsFirst("Publish") }).click();
  await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  await forgetPerson(page);
  return `/enrol/${cohort}`;
}

/** From the list of courses to the page on which one enrols. */
export async function goToEnrol(page: Page, title: string): Promise<void> {
  await page.goto(`/courses/find?q=${encodeURIComponent(title)}`);
  await page.getByRole("link", { name: title }).first().click();
  await page.getByRole("button", { name: words("Enrol") }).click();
  await expect(page).toHaveURL(/\/enrol\/coh_/);
}

/** Somebody new says who they are on that page. */
export async function introduce(page: Page, person: { name: string; email: string }): Promise<void> {
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
}

/** Pays on the page of the demo school's payment service. */
export async function payThere(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/sandbox\/pay\//);
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
}

export const newTitle = (word: string) => `${word} ${Math.random().toString(36).slice(2, 8)}`;
