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
import { words, wordsFirst, wordsOnly } from "./words.ts";

/** A course of its own with one cohort, published. Says the address of its pages in the office. */
async function addCourse(
  page: Page,
  title: string,
  price: string,
  seats = "",
): Promise<{ course: string; cohortId: string }> {
  await page.goto("/admin/courses/new");
  await page.locator("[name=title]").fill(title);
  await page.locator("[name=summary]").fill("With a rule.");
  await page.locator("main form button[type=submit]").last().click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
  const course = new URL(page.url()).pathname;
  await page.goto(`${course}/cohorts/new`);
  await page.locator("[name=name]").fill("Any evening");
  await page.locator("[name=price]").fill(price);
  if (seats) await page.locator("[name=capacity]").fill(seats);
  await page.getByRole("button", { name: words("Add the cohort") }).click();
  await expect(page).toHaveURL(/\/cohorts\/coh_/);
  const cohortId = /coh_\w+/.exec(page.url())?.[0] ?? "";
  await page.goto(course);
  await page.getByRole("button", { name: wordsFirst("Publish") }).click();
  await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  return { course, cohortId };
}

async function signUp(page: Page, cohortId: string) {
  await forgetPerson(page);
  const person = newPerson();
  await page.goto(`/enrol/${cohortId}`);
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page
    .getByRole("button", { name: words("Go on") })
    .first()
    .click();
  return person;
}

const unique = () => Math.random().toString(36).slice(2, 8);

test("a student applies, the office approves, and the student pays", { tag: IN_ALL }, async ({ page }) => {
  const title = `Apprenticeship ${unique()}`;
  let cohortId = "";
  let person = { name: "", email: "" };

  await test.step("the admin says that the office decides", async () => {
    await signInAs(page, "admin@demo.test");
    const made = await addCourse(page, title, "120");
    cohortId = made.cohortId;
    await page.goto(`${made.course}/cohorts/${cohortId}/rules`);
    await page.locator("[name=needsApproval]").check();
    await page.locator("[name=payDays]").fill("3");
    await page
      .getByRole("button", { name: words("Save") })
      .first()
      .click();
    await expect(
      page.getByText(words("You apply, and the school decides. You pay once you are approved.")).first(),
    ).toBeVisible();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
  });

  await test.step("a student applies, and sees that it was sent", async () => {
    person = await signUp(page, cohortId);
    await page.getByRole("button", { name: wordsOnly("Apply") }).click();
    await expect(page.getByText(wordsOnly("You have applied"))).toBeVisible();
    await expect(page.getByRole("button", { name: words("Withdraw application") })).toBeVisible();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
  });

  await test.step("the office approves with a word", async () => {
    await forgetPerson(page);
    await signInAs(page, "support@demo.test");
    await page.goto("/admin/applications?state=applied");
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("link", { name: person.name }).click();
    await page.locator("#approve-reply").fill("Welcome!");
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: words("Approve application") }).click();
    await expect(page).toHaveURL(/state=applied/);
    await expect(page.getByRole("link", { name: person.name })).toHaveCount(0);
  });

  await test.step("the student finds the order, and pays it", async () => {
    await forgetPerson(page);
    await page.goto(`/sign-in?next=/enrol/${cohortId}`);
    await page.getByLabel(words("E-mail")).first().fill(person.email);
    await page.getByLabel(words("Password")).first().fill(PASSWORD);
    await page.locator("main form button[type=submit]").first().click();
    await page.getByRole("link", { name: words("Go on to pay") }).click();
    await expect(page).toHaveURL(/\/checkout\//);
    await expect(page.getByText(title).first()).toBeVisible();
    await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
    await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(page).toHaveURL(/\/learning\//);
  });
});

test("a rule that is not met says which, and what helps", async ({ page }) => {
  const [first, second] = [`Knots ${unique()}`, `Nets ${unique()}`];
  await signInAs(page, "admin@demo.test");
  await addCourse(page, first, "0");
  const { course, cohortId } = await addCourse(page, second, "0");
  await page.goto(`${course}/cohorts/${cohortId}/rules`);
  await page.getByLabel(first).check();
  await page
    .getByRole("button", { name: words("Save") })
    .first()
    .click();
  await expect(page.getByRole("link", { name: first }).first()).toBeVisible();
  await signUp(page, cohortId);
  await expect(page.getByText(wordsOnly("Another course comes first"))).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page
    .getByRole("link", { name: new RegExp(first) })
    .last()
    .click();
  await expect(page).toHaveURL(/\/courses\//);
});

test("who has the code of a group takes its seat in a cohort that is full for everybody else", async ({ page }) => {
  await signInAs(page, "admin@demo.test");
  const { course, cohortId } = await addCourse(page, `Company day ${unique()}`, "0", "1");
  await page.goto(`${course}/cohorts/${cohortId}/rules`);
  await page.locator("#block-name").fill("Muster AG");
  await page.locator("#block-seats").fill("1");
  await page.locator("#block-code").fill("muster-26");
  await page.locator("#block-until").fill("2099-12-31");
  await page.getByRole("button", { name: words("Keep seats") }).click();
  await expect(page.getByText("MUSTER-26")).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  const link = await page.getByRole("link", { name: words("Link to share") }).getAttribute("href");

  await forgetPerson(page);
  await page.goto(`/sign-in?next=${encodeURIComponent(link ?? "")}`);
  await page.getByLabel(words("E-mail")).first().fill("student@demo.test");
  await page.getByLabel(words("Password")).first().fill("demo school 2026");
  await page.locator("main form button[type=submit]").first().click();
  await expect(page.getByText(wordsOnly("Only seats kept for groups are left"))).toBeVisible();
  await expect(page.getByLabel(words("Code of your group"))).toHaveValue("MUSTER-26");
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: wordsOnly("Enrol") }).click();
  await expect(page).toHaveURL(/\/learning\//);
});
