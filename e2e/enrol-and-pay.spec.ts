import { expect, expectNoAxeViolations, expectNoSidewaysScroll, newPerson, PASSWORD, test } from "./fixtures.ts";
import { addressOf, pick, words, wordsFirst, wordsOnly } from "./words.ts";

/** A paid course of the demo school with dates and seats for a few, and one with seats for everybody who tests. */
const getDated = () =>
  pick({
    en: { search: "account", title: "The accounts of a small business" },
    de: { search: "buchhaltung", title: "Die Buchhaltung eines kleinen Betriebs" },
  });
const getPaidTitle = () =>
  pick({
    en: "Statistics for people who were told they cannot count",
    de: "Statistik für alle, denen man sagte, sie könnten nicht rechnen",
  });

test("a newcomer finds a course, pays and is inside: three pages, three clicks", async ({ page }) => {
  const person = newPerson();
  const dated = getDated();
  await page.goto(addressOf("/"));
  await expectNoAxeViolations(page);
  await page.getByRole("searchbox").fill(dated.search);
  await page.getByRole("searchbox").press("Enter");
  // The title stands on the page before, too: what follows is about the search's answer.
  await expect(page).toHaveURL(`/courses/find?q=${dated.search}`);
  await expect(page.getByText(words("for “{q}”")).filter({ hasText: dated.search })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: dated.title }).first().click();

  await expect(page.getByRole("heading", { level: 1, name: dated.title })).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: words("Enrol") }).click();

  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page
    .getByRole("button", { name: wordsFirst("Pay {price}") })
    .first()
    .click();

  await expect(page.getByText(words("Sandbox gateway")).first()).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();

  await expect(page).toHaveURL(/\/learning\//);
  await expect(page.getByRole("heading", { level: 1, name: dated.title })).toBeVisible();
  await expect(page.getByRole("link", { name: words("Receipt for order <num>{code}</num>") })).toBeVisible();
  const calendar = page.getByRole("link", { name: words("Put the dates into your calendar") }).first();
  await expect(calendar).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);

  const file = await page.request.get((await calendar.getAttribute("href")) ?? "");
  expect(await file.text()).toContain("BEGIN:VCALENDAR");
  await page.getByRole("link", { name: words("Receipt for order <num>{code}</num>") }).click();
  await expect(page.getByText(/CHF|EUR/).first()).toBeVisible();
  await expectNoAxeViolations(page);
});

test("a refused card can be tried again on the same order, and pays once", async ({ page }) => {
  const person = newPerson();
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: getPaidTitle() }).first().click();
  await page.getByRole("button", { name: words("Enrol") }).click();
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page
    .getByRole("button", { name: wordsFirst("Pay {price}") })
    .first()
    .click();
  await page.getByLabel(wordsFirst("Declined")).check();
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
  await expect(page.getByText(words("The payment did not go through"))).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  const order = /checkout\/(\w+)/.exec(page.url())?.[1];
  await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
  await expect(page).toHaveURL(new RegExp(`welcome=${order}`));
});

test("a payment that is heard of late leads inside by itself, and without a script by looking again", async ({
  page,
}) => {
  const person = newPerson();
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: getPaidTitle() }).first().click();
  await page.getByRole("button", { name: words("Enrol") }).click();
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page
    .getByRole("button", { name: wordsFirst("Pay {price}") })
    .first()
    .click();
  await page.getByLabel(wordsFirst("Slow success")).check();
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
  // On a slow machine the news may be there before the page that waits for it.
  const waiting = page
    .getByText(wordsOnly("A payment is under way"), { exact: true })
    .or(page.getByText(wordsOnly("Your payment is being settled"), { exact: true }));
  await expect(
    waiting.or(page.getByRole("link", { name: words("Receipt for order <num>{code}</num>") })).first(),
  ).toBeVisible();
  if (await waiting.isVisible()) await expectNoAxeViolations(page);
  if (test.info().project.use.javaScriptEnabled === false) {
    await expect(async () => {
      if (/\/learning\//.test(page.url())) return;
      // On its way to the next page it may have no such link any more.
      await page.getByRole("link", { name: words("Check again") }).click({ timeout: 5_000 });
      await expect(page).toHaveURL(/\/learning\//, { timeout: 1_000 });
    }).toPass();
  }
  await expect(page).toHaveURL(/\/learning\//);
  await expect(page.getByRole("link", { name: words("Receipt for order <num>{code}</num>") })).toBeVisible();
});

test("what was typed stays when something is wrong, and the wrong field says so", async ({ page }) => {
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: getPaidTitle() }).first().click();
  await page.getByRole("button", { name: words("Enrol") }).click();
  const person = newPerson();
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill("passwordpassword");
  await page
    .getByRole("button", { name: wordsFirst("Pay {price}") })
    .first()
    .click();
  await expect(page.getByLabel(words("Choose a password"))).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel(words("Your name"))).toHaveValue(person.name);
  await expect(page.getByLabel(words("E-mail")).first()).toHaveValue(person.email);
  await expectNoAxeViolations(page);
});

test("an unpaid order is asked about before it is cancelled, and is nobody's burden then", async ({ page }) => {
  const person = newPerson();
  await page.goto("/courses/find?q=statist");
  await page.getByRole("link", { name: getPaidTitle() }).first().click();
  await page.getByRole("button", { name: words("Enrol") }).click();
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page
    .getByRole("button", { name: wordsFirst("Pay {price}") })
    .first()
    .click();
  await page.getByLabel(wordsFirst("Declined")).check();
  await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
  await expect(page.getByText(words("The payment did not go through"))).toBeVisible();

  const cancel = page.getByRole("button", { name: wordsOnly("Cancel the order"), exact: true });
  await expect(cancel).toBeHidden();
  await page.getByText(wordsOnly("Cancel the order and give the seat back"), { exact: true }).click();
  await expect(cancel).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await cancel.click();
  await expect(page.getByText(words("This order was cancelled"))).toBeVisible();
  await expect(cancel).toHaveCount(0);
});
