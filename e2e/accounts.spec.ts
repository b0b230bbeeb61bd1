import type { Page } from "@playwright/test";
import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  newPerson,
  PASSWORD,
  signInAs,
  test,
} from "./fixtures.ts";

const ANOTHER_PASSWORD = "seven green lamps burn";

async function lookRight(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

async function signUp(page: Page, person: { name: string; email: string }): Promise<void> {
  await page.goto("/sign-up?next=/account");
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create my account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).not.toHaveURL(/account/);
}

/** Asks the school something, and stays where the answer will stand. */
async function ask(page: Page, subject: string): Promise<void> {
  await page.goto("/help/new");
  await page.getByLabel("In a few words").fill(subject);
  await page.getByLabel("Your question").fill("I lost one in the attic. Did you find it?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { level: 1, name: subject })).toBeVisible();
}

/** The latest letter to an address, from the page where a demo school shows them all. */
async function letterTo(page: Page, to: string, subject: RegExp): Promise<string> {
  await page.goto(`/mail?to=${encodeURIComponent(to)}`);
  const href = await page.getByRole("link", { name: subject }).first().getAttribute("href");
  await page.goto(href ?? "/no-such-mail");
  // The letter stands in a frame where nothing may run; what is in it is read from the page around it.
  return (await page.locator("iframe").getAttribute("srcdoc")) ?? "";
}

/** The path of the one-time link in a letter. */
function linkIn(letter: string, path: RegExp): string {
  const found = path.exec(letter);
  if (found === null) throw new Error(`The letter has no link like ${path}.`);
  return found[0];
}

test("a refused sign-in keeps the address and the way, and signing up goes on with both", async ({ page }) => {
  const person = newPerson();
  await page.goto("/sign-in?next=/account");
  await lookRight(page);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("That address and password do not go together.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await lookRight(page);

  await page.getByRole("button", { name: "Create an account" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Choose a password").fill("password1234");
  await page.getByRole("button", { name: "Create my account" }).click();
  await expect(page.getByText("one of the first that would be tried").first()).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue(person.name);
  await lookRight(page);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create my account" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await lookRight(page);
});

test("the answer to a wrong password is the same for a known and an unknown address", async ({ page }) => {
  const answers: string[] = [];
  for (const email of ["student@demo.test", newPerson().email]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the right one");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("That address and password do not go together.")).toBeVisible();
    answers.push(await page.locator("main form").first().innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test("who signs up or enrols with an address that has an account is told so, and led on to sign in or to a new password", async ({
  page,
}) => {
  const email = "student@demo.test";
  const toldSo = async (next: string) => {
    const form = page.locator("main form", { has: page.getByLabel("Choose a password") });
    await form.getByLabel("Your name").fill("Somebody");
    await form.getByLabel("E-mail").fill(email);
    await form.getByLabel("Choose a password").fill(PASSWORD);
    await form.locator("button[type=submit]").last().click();
    await expect(form.getByText("This address has an account already.").first()).toBeVisible();
    await expect(page.getByText("do not go together")).toBeHidden();
    await expect(form.getByLabel("E-mail")).toHaveValue(email);
    await expect(form.getByLabel("Your name")).toHaveValue("Somebody");
    await lookRight(page);
    const hrefs = await form.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const about = new URLSearchParams({ next, email }).toString();
    expect(hrefs).toEqual(expect.arrayContaining([`/sign-in?${about}`, `/sign-in/reset?${about}`]));
  };
  await page.goto("/sign-up?next=/learning");
  await toldSo("/learning");
  await page.goto("/courses/find?q=statist");
  await page
    .getByRole("link", { name: /^Statistics for people/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Enrol" }).click();
  await expect(page).toHaveURL(/\/enrol\/coh_/);
  await toldSo(new URL(page.url()).pathname);
});

test("a mailed code signs in and leads on, and a wrong one does not", async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await signOut(page);
  await page.goto("/sign-in?next=/account");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Mail me a code instead" }).click();
  await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
  await lookRight(page);
  const here = page.url();

  const code = />\s*(\d{6})\s*</.exec(await letterTo(page, person.email, /code/i))?.[1];
  expect(code).toBeDefined();
  await page.goto(here);
  await page.getByLabel("Code").fill(code === "111111" ? "222222" : "111111");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("That code is not right").first()).toBeVisible();
  await lookRight(page);
  await page.getByLabel("Code").fill(code ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  // The address had not been confirmed: the code proved it, and what was set up before the proof is gone.
  await expect(page.getByText("Choose a new one below")).toBeVisible();
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();
});

test("a forgotten password is chosen anew by a mailed link, which works once", async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await signOut(page);
  await page.goto("/sign-in/reset");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByText("a link is on its way")).toBeVisible();
  await lookRight(page);

  const link = linkIn(await letterTo(page, person.email, /password/i), /\/sign-in\/reset\/[\w-]{43}/);
  await page.goto(link);
  await lookRight(page);
  await page.getByLabel("New password").fill(ANOTHER_PASSWORD);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expect(page).not.toHaveURL(/reset/);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expect(page.getByText("You are signed in as")).toContainText(person.email);
  await lookRight(page);
  await signOut(page);
  await signInAs(page, person.email, ANOTHER_PASSWORD);
});

test("an address is confirmed by a press on the page that the mailed link opens", async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await expect(page.getByText("Not confirmed")).toBeVisible();
  await page.goto(linkIn(await letterTo(page, person.email, /address/i), /\/account\/verify\/[\w-]{43}/));
  await lookRight(page);
  await page.getByRole("button", { name: "Yes, that is mine" }).click();
  await expect(page.getByText("Your address is confirmed.")).toBeVisible();
});

test("a new address takes a password and a press on the page that its link opens", async ({ page }) => {
  const person = newPerson();
  const newEmail = `somebody-with-a-rather-long-name.${newPerson().email}`;
  await signUp(page, person);
  const ask = async (password: string) => {
    const summary = page.getByText("Change the address", { exact: true });
    if (!(await page.getByLabel("New address").isVisible())) await summary.click();
    await page.getByLabel("New address").fill(newEmail);
    await page.getByLabel("Your password").fill(password);
    await page.getByRole("button", { name: "Send a link to the new address" }).click();
  };
  await ask("not the right one");
  await expect(page.getByText("That is not your current password.").first()).toBeVisible();
  await expect(page.getByLabel("New address")).toHaveValue(newEmail);
  await lookRight(page);
  await ask(PASSWORD);
  await expect(page.getByText(`We have written to ${newEmail}.`).first()).toBeVisible();
  await lookRight(page);

  expect(await letterTo(page, person.email, /new address/i)).toContain("choose a new password at once");
  const link = linkIn(await letterTo(page, newEmail, /new address/i), /\/account\/address\/[\w-]{43}/);
  await page.goto(link);
  await lookRight(page);
  await page.getByRole("button", { name: "Use the new address" }).click();
  await expect(page.getByText("That is your address now.")).toBeVisible();
  await expect(page.getByText(newEmail, { exact: true })).toBeVisible();
  expect(await letterTo(page, person.email, /was changed/i)).toContain(newEmail);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await signOut(page);
  await signInAs(page, newEmail, PASSWORD);
});

test("a session that is ended from elsewhere is over at the next page", async ({ page, browser, baseURL }) => {
  const person = newPerson();
  await signUp(page, person);
  const elsewhere = await (await browser.newContext({ baseURL })).newPage();
  await signInAs(elsewhere, person.email, PASSWORD);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out everywhere but here" }).click();
  await expect(page.getByRole("button", { name: "Sign out everywhere but here" })).toBeHidden();
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/sign-in/);
  await elsewhere.context().close();
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
});

test("a question that was written while the session ended elsewhere is not lost", async ({ page, context }) => {
  await signUp(page, newPerson());
  await page.goto("/help/new");
  await page.getByLabel("In a few words").fill("A lantern");
  await page.getByLabel("Your question").fill("I lost one in the attic. Did you find it?");
  // As it is when somebody has signed this browser out from another one.
  const held = await context.cookies();
  await context.clearCookies();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("You have been signed out meanwhile.").first()).toBeVisible();
  await expect(page.getByLabel("Your question")).toHaveValue("I lost one in the attic. Did you find it?");
  await lookRight(page);
  // Signed in again in another window.
  await context.addCookies(held);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "A lantern" })).toBeVisible();
});

test("a reply that was written while the session ended elsewhere is not lost", async ({ page, context }) => {
  await signUp(page, newPerson());
  await ask(page, "A second lantern");
  await page.getByLabel("Your reply").fill("It is the green one.");
  const held = await context.cookies();
  await context.clearCookies();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("You have been signed out meanwhile.").first()).toBeVisible();
  await expect(page.getByLabel("Your reply")).toHaveValue("It is the green one.");
  await lookRight(page);
  await context.addCookies(held);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("It is the green one.")).toBeVisible();
  await expect(page.getByLabel("Your reply")).toHaveValue("");
});

test("a reply to a question that was closed meanwhile stays on the page", async ({ page, browser, baseURL }) => {
  await signUp(page, newPerson());
  await ask(page, "A third lantern");
  await page.getByLabel("Your reply").fill("It is the red one.");
  const desk = await (await browser.newContext({ baseURL })).newPage();
  await signInAs(desk, "support@demo.test");
  await desk.goto(page.url().replace(/\/help\/([^?]+).*/, "/admin/tickets/$1"));
  await desk.getByText("More", { exact: true }).click();
  await desk.getByText("Close", { exact: true }).first().click();
  await desk.getByRole("button", { name: "Close the ticket" }).click();
  await expect(desk.getByText("Closed. Reopen it to write")).toBeVisible();
  await desk.context().close();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("This conversation is closed.").first()).toBeVisible();
  await expect(page.locator("textarea")).toHaveValue("It is the red one.");
  await lookRight(page);
});

test("an API token is shown once, and is gone when it is revoked", async ({ page }) => {
  await signUp(page, newPerson());
  await page.getByText("Make a new token").click();
  await page.getByLabel("What is it for?").fill("Spreadsheet");
  await page.getByRole("button", { name: "Make a token" }).click();
  await expect(page.getByText("Choose what it may do.").first()).toBeVisible();
  await expect(page.getByLabel("What is it for?")).toHaveValue("Spreadsheet");
  await page.getByLabel("Read courses").check();
  await page.getByRole("button", { name: "Make a token" }).click();
  await expect(page.getByLabel("Your new token")).toHaveValue(/^mtr_[\w-]{43}$/);
  // Without scripts it is selected by hand.
  if (test.info().project.use.javaScriptEnabled !== false) {
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(page.getByRole("button", { name: "Copied", exact: true })).toBeVisible();
  }
  await lookRight(page);

  await page.goto("/account");
  await expect(page.getByLabel("Your new token")).toHaveCount(0);
  await expect(page.getByText("Spreadsheet", { exact: true })).toBeVisible();
  await page.getByText("Revoke", { exact: true }).click();
  await page.getByRole("button", { name: "Revoke the token" }).click();
  await expect(page.getByText("Spreadsheet", { exact: true })).toBeHidden();
});

test("a new password signs out every other device and keeps this one", async ({ page, browser, baseURL }) => {
  const person = newPerson();
  await signUp(page, person);
  const elsewhere = await (await browser.newContext({ baseURL })).newPage();
  await signInAs(elsewhere, person.email, PASSWORD);
  await page.getByLabel("Current password").fill("not that one at all");
  await page.getByLabel("New password").fill(ANOTHER_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("That is not your current password.").first()).toBeVisible();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill(ANOTHER_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/sign-in/);
  await elsewhere.context().close();
});

test("the way back after signing in never leads off the site", async ({ page }) => {
  await page.goto("/sign-in?next=//evil.example/");
  await page.getByLabel("E-mail").fill("student@demo.test");
  await page.getByLabel("Password").fill("demo school 2026");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/learning/);
});

test("the demo's people are a press away", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /admin@demo\.test/ }).click();
  await expect(page).toHaveURL(/\/admin/);
});
