import { expect, expectNoAxeViolations, expectNoSidewaysScroll, newPerson, PASSWORD, test } from "./fixtures.ts";

/** A paid course of the demo school with dates and seats for a few, and one with seats for everybody who tests. */
const DATED = { search: "account", title: "The accounts of a small business" };
const PAID = { search: "statist", title: "Statistics for people who were told they cannot count" };

test("a newcomer finds a course, pays and is inside: three pages, three clicks", async ({ page }) => {
  const person = newPerson();
  await page.goto("/");
  await expectNoAxeViolations(page);
  await page.getByRole("searchbox").fill(DATED.search);
  await page.getByRole("searchbox").press("Enter");
  // The title stands on the page before, too: what follows is about the search's answer.
  await expect(page).toHaveURL(/\/courses\/find\?q=account/);
  await expect(page.getByText(`for “${DATED.search}”`)).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: DATED.title }).first().click();

  await expect(page.getByRole("heading", { level: 1, name: DATED.title })).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Enrol" }).click();

  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("E-mail").first().fill(person.email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: /^Pay/ }).first().click();

  await expect(page.getByText("Sandbox gateway").first()).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: /^Pay/ }).click();

  await expect(page).toHaveURL(/\/learning\//);
  await expect(page.getByRole("heading", { level: 1, name: DATED.title })).toBeVisible();
  await expect(page.getByRole("link", { name: /receipt/i })).toBeVisible();
  const calendar = page.getByRole("link", { name: /calendar/i }).first();
  await expect(calendar).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);

  const file = await page.request.get((await calendar.getAttribute("href")) ?? "");
  expect(await file.text()).toContain("BEGIN:VCALENDAR");
  await page.getByRole("link", { name: /receipt/i }).click();
  await expect(page.getByText(/CHF|EUR/).first()).toBeVisible();
  await expectNoAxeViolations(page);
});

test("a refused card can be tried again on the same order, and pays once", async ({ page }) => {
  const person = newPerson();
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: PAID.title }).first().click();
  await page.getByRole("button", { name: "Enrol" }).click();
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("E-mail").first().fill(person.email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.getByLabel(/^Declined/).check();
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page.getByText("The payment did not go through")).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  const order = /checkout\/(\w+)/.exec(page.url())?.[1];
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page).toHaveURL(new RegExp(`welcome=${order}`));
});

test("a payment that is heard of late leads inside by itself, and without a script by looking again", async ({
  page,
}) => {
  const person = newPerson();
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: PAID.title }).first().click();
  await page.getByRole("button", { name: "Enrol" }).click();
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("E-mail").first().fill(person.email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.getByLabel(/^Slow/).check();
  await page.getByRole("button", { name: /^Pay/ }).click();
  // On a slow machine the news may be there before the page that waits for it.
  const waiting = page.getByText(/^(A payment is under way|Your payment is being settled)$/);
  await expect(waiting.or(page.getByRole("link", { name: /receipt/i })).first()).toBeVisible();
  if (await waiting.isVisible()) await expectNoAxeViolations(page);
  if (test.info().project.use.javaScriptEnabled === false) {
    await expect(async () => {
      if (/\/learning\//.test(page.url())) return;
      // On its way to the next page it may have no such link any more.
      await page.getByRole("link", { name: "Check again" }).click({ timeout: 5_000 });
      await expect(page).toHaveURL(/\/learning\//, { timeout: 1_000 });
    }).toPass();
  }
  await expect(page).toHaveURL(/\/learning\//);
  await expect(page.getByRole("link", { name: /receipt/i })).toBeVisible();
});

test("what was typed stays when something is wrong, and the wrong field says so", async ({ page }) => {
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: PAID.title }).first().click();
  await page.getByRole("button", { name: "Enrol" }).click();
  const person = newPerson();
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("E-mail").first().fill(person.email);
  await page.getByLabel("Choose a password").fill("passwordpassword");
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await expect(page.getByLabel("Choose a password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your name")).toHaveValue(person.name);
  await expect(page.getByLabel("E-mail").first()).toHaveValue(person.email);
  await expectNoAxeViolations(page);
});
