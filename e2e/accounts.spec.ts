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
import { letterTo, linkIn } from "./mails.ts";
import { addressOf, pick, says, words, wordsOnly } from "./words.ts";

const ANOTHER_PASSWORD = "seven green lamps burn";

async function lookRight(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

async function signUp(page: Page, person: { name: string; email: string }): Promise<void> {
  await page.goto("/sign-up?next=/account");
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).fill(person.email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page.getByRole("button", { name: words("Create my account") }).click();
  await expect(page.getByRole("heading", { level: 1, name: words("Your account") })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.goto("/account");
  await page
    .getByRole("button", { name: wordsOnly("Sign out"), exact: true })
    .first()
    .click();
  // The front page, in the language that was read before.
  await expect(page).toHaveURL(addressOf("/"));
}

/** Asks the school something, and stays where the answer will stand. */
async function ask(page: Page, subject: string): Promise<void> {
  await page.goto("/help/new");
  await page.getByLabel(words("In a few words")).fill(subject);
  await page.getByLabel(words("Your question")).fill("I lost one in the attic. Did you find it?");
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByRole("heading", { level: 1, name: subject })).toBeVisible();
}

test("a refused sign-in keeps the address and the way, and signing up goes on with both", { tag: IN_ALL }, async ({
  page,
}) => {
  const person = newPerson();
  await page.goto("/sign-in?next=/account");
  await lookRight(page);
  await page.getByLabel(words("E-mail")).fill(person.email);
  await page.getByLabel(words("Password")).fill(PASSWORD);
  await page.getByRole("button", { name: wordsOnly("Sign in"), exact: true }).click();
  await expect(page.getByText(words("That address and password do not go together."))).toBeVisible();
  await expect(page.getByLabel(words("E-mail"))).toHaveValue(person.email);
  await lookRight(page);

  await page.getByRole("button", { name: words("Create an account") }).click();
  await expect(page.getByLabel(words("E-mail"))).toHaveValue(person.email);
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("Choose a password")).fill("password1234");
  await page.getByRole("button", { name: words("Create my account") }).click();
  await expect(page.getByText(words("one of the first that would be tried")).first()).toBeVisible();
  await expect(page.getByLabel(words("Your name"))).toHaveValue(person.name);
  await lookRight(page);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page.getByRole("button", { name: words("Create my account") }).click();
  await expect(page).toHaveURL(/^[^?]*\/account$/);
  await lookRight(page);
});

test("the answer to a wrong password is the same for a known and an unknown address", async ({ page }) => {
  const answers: string[] = [];
  for (const email of ["student@demo.test", newPerson().email]) {
    await page.goto("/sign-in");
    await page.getByLabel(words("E-mail")).fill(email);
    await page.getByLabel(words("Password")).fill("not the right one");
    await page.getByRole("button", { name: wordsOnly("Sign in"), exact: true }).click();
    await expect(page.getByText(words("That address and password do not go together."))).toBeVisible();
    answers.push(await page.locator("main form").first().innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test("who signs up or enrols with an address that has an account is told so, and led on to sign in or to a new password", {
  tag: IN_ALL,
}, async ({ page }) => {
  const email = "student@demo.test";
  const toldSo = async (next: string) => {
    const form = page.locator("main form", { has: page.getByLabel(words("Choose a password")) });
    await form.getByLabel(words("Your name")).fill("Somebody");
    await form.getByLabel(words("E-mail")).fill(email);
    await form.getByLabel(words("Choose a password")).fill(PASSWORD);
    await form.locator("button[type=submit]").last().click();
    await expect(form.getByText(words("This address has an account already.")).first()).toBeVisible();
    await expect(page.getByText(words("do not go together"))).toBeHidden();
    await expect(form.getByLabel(words("E-mail"))).toHaveValue(email);
    await expect(form.getByLabel(words("Your name"))).toHaveValue("Somebody");
    await lookRight(page);
    const hrefs = await form.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const about = new URLSearchParams({ next, email }).toString();
    expect(hrefs).toEqual(expect.arrayContaining([`/sign-in?${about}`, `/sign-in/reset?${about}`]));
  };
  await page.goto("/sign-up?next=/learning");
  await toldSo("/learning");
  await page.goto("/courses/find?q=statist");
  await page
    .getByRole("link", { name: pick({ en: /^Statistics for people/, de: /^Statistik für alle/ }) })
    .first()
    .click();
  await page.getByRole("button", { name: words("Enrol") }).click();
  await expect(page).toHaveURL(/\/enrol\/coh_/);
  // Their browser remembers the language by then.
  await toldSo(new URL(page.url()).pathname.replace(/^\/de(?=\/)/, ""));
});

test("a mailed code signs in and leads on, and a wrong one does not", { tag: IN_ALL }, async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await signOut(page);
  await page.goto("/sign-in?next=/account");
  await page.getByLabel(words("E-mail")).fill(person.email);
  await page.getByRole("button", { name: words("Mail me a code instead") }).click();
  await expect(page.getByRole("heading", { name: words("Look at your mail") })).toBeVisible();
  await lookRight(page);
  const here = page.url();

  const code = />\s*(\d{6})\s*</.exec(await letterTo(page, person.email, "Code to sign in"))?.[1];
  expect(code).toBeDefined();
  await page.goto(here);
  await page.getByLabel(words("Code")).fill(code === "111111" ? "222222" : "111111");
  await page.getByRole("button", { name: words("Sign in") }).click();
  await expect(page.getByText(words("That code is not right")).first()).toBeVisible();
  await lookRight(page);
  await page.getByLabel(words("Code")).fill(code ?? "");
  await page.getByRole("button", { name: words("Sign in") }).click();
  // The address had not been confirmed: the code proved it, and what was set up before the proof is gone.
  await expect(page.getByText(words("Choose a new one below"))).toBeVisible();
  await expect(page.getByText(wordsOnly("Confirmed"), { exact: true })).toBeVisible();
});

test("a forgotten password is chosen anew by a mailed link, which works once", async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await signOut(page);
  await page.goto("/sign-in/reset");
  await page.getByLabel(words("E-mail")).fill(person.email);
  await page.getByRole("button", { name: words("Mail me a link") }).click();
  await expect(page.getByText(words("a link is on its way"))).toBeVisible();
  await lookRight(page);

  const link = linkIn(await letterTo(page, person.email, "New password"), /\/sign-in\/reset\/[\w-]{43}/);
  await page.goto(link);
  await lookRight(page);
  await page.getByLabel(words("New password")).fill(ANOTHER_PASSWORD);
  await page.getByRole("button", { name: words("Save and sign in") }).click();
  await expect(page).not.toHaveURL(/reset/);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: words("This link no longer works") })).toBeVisible();
  await expect(page.getByText(words("You are signed in as"))).toContainText(person.email);
  await lookRight(page);
  await signOut(page);
  await signInAs(page, person.email, ANOTHER_PASSWORD);
});

test("an address is confirmed by a press on the page that the mailed link opens", async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await expect(page.getByText(words("Not confirmed"))).toBeVisible();
  await page.goto(linkIn(await letterTo(page, person.email, "Is this your address?"), /\/account\/verify\/[\w-]{43}/));
  await lookRight(page);
  await page.getByRole("button", { name: words("Yes, that is mine") }).click();
  await expect(page.getByText(words("Your address is confirmed."))).toBeVisible();
});

test("a new address takes a password and a press on the page that its link opens", { tag: IN_ALL }, async ({
  page,
}) => {
  const person = newPerson();
  const newEmail = `a-rather-long-name.${newPerson().email}`;
  await signUp(page, person);
  const ask = async (password: string) => {
    const summary = page.getByText(wordsOnly("Change the address"), { exact: true });
    if (!(await page.getByLabel(words("New address")).isVisible())) await summary.click();
    await page.getByLabel(words("New address")).fill(newEmail);
    await page.getByLabel(words("Your password")).fill(password);
    await page.getByRole("button", { name: words("Send a link to the new address") }).click();
  };
  await ask("not the right one");
  await expect(page.getByText(words("That is not your current password.")).first()).toBeVisible();
  await expect(page.getByLabel(words("New address"))).toHaveValue(newEmail);
  await lookRight(page);
  await ask(PASSWORD);
  const written = page.getByText(words("We have written to")).filter({ hasText: newEmail });
  await expect(written.first()).toBeVisible();
  await lookRight(page);

  const warning = await letterTo(page, person.email, "New address was asked for");
  expect(warning).toMatch(words("choose a new password at once. That stops the change"));
  const link = linkIn(await letterTo(page, newEmail, "New address: confirm it"), /\/account\/address\/[\w-]{43}/);
  await page.goto(link);
  await lookRight(page);
  await page.getByRole("button", { name: words("Use the new address") }).click();
  await expect(page.getByText(words("That is your address now."))).toBeVisible();
  await expect(page.getByText(newEmail, { exact: true })).toBeVisible();
  expect(await letterTo(page, person.email, "Address was changed")).toContain(newEmail);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: words("This link no longer works") })).toBeVisible();
  await signOut(page);
  await signInAs(page, newEmail, PASSWORD);
});

test("a session that is ended from elsewhere is over at the next page", async ({ page, browser, baseURL }) => {
  const person = newPerson();
  await signUp(page, person);
  const elsewhere = await (await browser.newContext({ baseURL })).newPage();
  await signInAs(elsewhere, person.email, PASSWORD);
  await page.goto("/account");
  await page.getByRole("button", { name: words("Sign out everywhere but here") }).click();
  await expect(page.getByRole("button", { name: words("Sign out everywhere but here") })).toBeHidden();
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/sign-in/);
  await elsewhere.context().close();
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1, name: words("Your account") })).toBeVisible();
});

test("a question that was written while the session ended elsewhere is not lost", { tag: IN_ALL }, async ({
  page,
  context,
}) => {
  await signUp(page, newPerson());
  await page.goto("/help/new");
  await page.getByLabel(words("In a few words")).fill("A lantern");
  await page.getByLabel(words("Your question")).fill("I lost one in the attic. Did you find it?");
  // As it is when somebody has signed this browser out from another one.
  const held = await context.cookies();
  await forgetPerson(page);
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByText(words("You have been signed out meanwhile.")).first()).toBeVisible();
  await expect(page.getByLabel(words("Your question"))).toHaveValue("I lost one in the attic. Did you find it?");
  await lookRight(page);
  // Signed in again in another window.
  await context.addCookies(held);
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByRole("heading", { level: 1, name: "A lantern" })).toBeVisible();
});

test("a reply that was written while the session ended elsewhere is not lost", { tag: IN_ALL }, async ({
  page,
  context,
}) => {
  await signUp(page, newPerson());
  await ask(page, "A second lantern");
  await page.getByLabel(words("Your reply")).fill("It is the green one.");
  const held = await context.cookies();
  await forgetPerson(page);
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByText(words("You have been signed out meanwhile.")).first()).toBeVisible();
  await expect(page.getByLabel(words("Your reply"))).toHaveValue("It is the green one.");
  await lookRight(page);
  await context.addCookies(held);
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByText("It is the green one.")).toBeVisible();
  await expect(page.getByLabel(words("Your reply"))).toHaveValue("");
});

test("a reply to a question that was closed meanwhile stays on the page", { tag: IN_ALL }, async ({
  page,
  browser,
  baseURL,
}) => {
  await signUp(page, newPerson());
  await ask(page, "A third lantern");
  await page.getByLabel(words("Your reply")).fill("It is the red one.");
  const desk = await (await browser.newContext({ baseURL })).newPage();
  await signInAs(desk, "support@demo.test");
  await desk.goto(page.url().replace(/\/help\/([^?]+).*/, "/admin/tickets/$1"));
  await desk.getByText(wordsOnly("More"), { exact: true }).click();
  await desk.getByText(wordsOnly("Close"), { exact: true }).first().click();
  await desk.getByRole("button", { name: words("Close the ticket") }).click();
  await expect(desk.getByText(words("Closed. Reopen it to write"))).toBeVisible();
  await desk.context().close();
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByText(words("This conversation is closed.")).first()).toBeVisible();
  await expect(page.locator("textarea")).toHaveValue("It is the red one.");
  await lookRight(page);
});

test("an API token is shown once, and is gone when it is revoked", async ({ page }) => {
  await signUp(page, newPerson());
  await page.getByText(words("Make a new token")).click();
  await page.getByLabel(words("What is it for?")).fill("Spreadsheet");
  await page.getByRole("button", { name: words("Make a token") }).click();
  await expect(page.getByText(words("Choose what it may do.")).first()).toBeVisible();
  await expect(page.getByLabel(words("What is it for?"))).toHaveValue("Spreadsheet");
  await page.getByLabel(`${says("account.read_label")} ${says("account.scope_courses")}`).check();
  await page.getByRole("button", { name: words("Make a token") }).click();
  await expect(page.getByLabel(words("Your new token"))).toHaveValue(/^mtr_[\w-]{43}$/);
  // Without scripts it is selected by hand.
  if (test.info().project.use.javaScriptEnabled !== false) {
    await page.getByRole("button", { name: wordsOnly("Copy"), exact: true }).click();
    await expect(page.getByRole("button", { name: wordsOnly("Copied"), exact: true })).toBeVisible();
  }
  await lookRight(page);

  await page.goto("/account");
  await expect(page.getByLabel(words("Your new token"))).toHaveCount(0);
  await expect(page.getByText("Spreadsheet", { exact: true })).toBeVisible();
  await page.getByText(wordsOnly("Revoke"), { exact: true }).click();
  await page.getByRole("button", { name: words("Revoke the token") }).click();
  await expect(page.getByText("Spreadsheet", { exact: true })).toBeHidden();
});

test("a new password signs out every other device and keeps this one", { tag: IN_ALL }, async ({
  page,
  browser,
  baseURL,
}) => {
  const person = newPerson();
  await signUp(page, person);
  const elsewhere = await (await browser.newContext({ baseURL })).newPage();
  await signInAs(elsewhere, person.email, PASSWORD);
  await page.getByLabel(words("Current password")).fill("not that one at all");
  await page.getByLabel(words("New password")).fill(ANOTHER_PASSWORD);
  await page.getByRole("button", { name: words("Change the password") }).click();
  await expect(page.getByText(words("That is not your current password.")).first()).toBeVisible();
  await page.getByLabel(words("Current password")).fill(PASSWORD);
  await page.getByLabel(words("New password")).fill(ANOTHER_PASSWORD);
  await page.getByRole("button", { name: words("Change the password") }).click();
  await expect(page.getByText(words("Your password is changed."))).toBeVisible();
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1, name: words("Your account") })).toBeVisible();
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/sign-in/);
  await elsewhere.context().close();
});

test("the way back after signing in never leads off the site", async ({ page }) => {
  await page.goto("/sign-in?next=//evil.example/");
  await page.getByLabel(words("E-mail")).fill("student@demo.test");
  await page.getByLabel(words("Password")).fill("demo school 2026");
  await page.getByRole("button", { name: wordsOnly("Sign in"), exact: true }).click();
  await expect(page).toHaveURL(/\/learning/);
});

test("the demo's people are a press away", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /admin@demo\.test/ }).click();
  await expect(page).toHaveURL(/\/admin/);
});
