import type { Page } from "@playwright/test";
import { IN_ALL } from "#tests/support/browser-ways.ts";
import { comeAs, expect, forgetPerson, newPerson, PASSWORD, signInAs, test } from "./fixtures.ts";
import { words, wordsFirst, wordsOnly } from "./words.ts";

/** What is said after a form: once, where a screen reader hears it, and not again when the page is loaded again. */
async function expectSaidOnce(page: Page, said: string | RegExp): Promise<void> {
  const message = page.getByRole("dialog", { name: words("Message") });
  await expect(message.getByRole("status")).toHaveText(said);
  // Without a script nothing is announced by a region that was there from the beginning: the focus begins at the words.
  if (test.info().project.use.javaScriptEnabled === false) await expect(message.getByRole("status")).toBeFocused();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  await expect(message).toHaveCount(0);
}

/** Opens a question (a dialog, or a fold without scripts), says why if it is asked, and confirms. */
async function answer(page: Page, trigger: string, confirm: string, why?: string): Promise<void> {
  await page.getByText(wordsOnly(trigger), { exact: true }).first().click();
  if (why) await page.locator("[name=why]:visible").fill(why);
  await page
    .getByRole("button", { name: wordsOnly(confirm), exact: true })
    .last()
    .click();
}

const unique = () => Math.random().toString(36).slice(2, 8);

test("each form about a course says once that it is done", { tag: IN_ALL }, async ({ page }) => {
  test.slow();
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/courses/new");
  await page.getByLabel(words("Title")).fill(`Lampions d’été & Öllämpchen ${unique()}`);
  await page.getByRole("button", { name: words("Create the draft") }).click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_\w+$/);
  await expectSaidOnce(page, wordsFirst("The draft is there"));
  const course = new URL(page.url()).pathname;
  for (const summary of ["Wire, paper, light.", "Wire, paper and a candle."]) {
    // Below it stands the same in the school's other language.
    await page.getByLabel(words("Summary")).first().fill(summary);
    await page
      .getByRole("button", { name: words("Save") })
      .first()
      .click();
    await expect(page.getByRole("dialog", { name: words("Message") }).getByRole("status")).toHaveText(
      wordsOnly("Saved."),
    );
  }
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("dialog", { name: words("Message") })).toBeHidden();

  await page.goto(`${course}/materials`);
  await page.getByText(wordsOnly("A text to read"), { exact: true }).first().click();
  await page.locator("#new-text-title").fill("Tools");
  await page.locator("[name=body]:visible").fill("A pair of pliers.");
  const text = page.locator("form", { has: page.locator("#new-text-title") });
  await text.getByRole("button", { name: wordsOnly("Add"), exact: true }).click();
  await expectSaidOnce(page, wordsOnly("Added."));
  await answer(page, "Take out", "Take it out");
  await expectSaidOnce(page, wordsOnly("Taken out of the course."));

  await page.goto(`${course}/staff`);
  await page.getByRole("button", { name: words("Save") }).click();
  await expectSaidOnce(page, wordsOnly("Saved."));
  await page.goto(course);
  await page.getByRole("button", { name: wordsOnly("Publish"), exact: true }).click();
  await expectSaidOnce(page, wordsOnly("Published. Everybody can find it now."));
  await answer(page, "Archive", "Archive", "Nobody came.");
  await expectSaidOnce(page, wordsOnly("Archived. Who has a place keeps it."));
});

test("each form about a cohort says once that it is done", { tag: IN_ALL }, async ({ page }) => {
  test.slow();
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/courses/new");
  await page.getByLabel(words("Title")).fill(`Räbeliechtli <Umzug> ${unique()}`);
  await page.getByRole("button", { name: words("Create the draft") }).click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_\w+$/);
  await page.goto(`${new URL(page.url()).pathname}/cohorts/new`);
  await page.getByLabel(words("Name")).fill("In the dark");
  await page.getByLabel(words("Price")).fill("0");
  await page.getByRole("button", { name: words("Add the cohort") }).click();
  await expectSaidOnce(page, wordsOnly("The cohort is there."));
  await page.getByLabel(words("Seats")).fill("7");
  await page
    .getByRole("button", { name: words("Save") })
    .first()
    .click();
  await expectSaidOnce(page, wordsOnly("Saved."));
  await page.getByText(words("Add meetings")).click();
  await page.locator("#new-startsAt").fill("2031-01-08T18:00");
  await page.locator("#new-endsAt").fill("2031-01-08T20:00");
  await page.getByRole("button", { name: wordsOnly("Add"), exact: true }).click();
  await expectSaidOnce(page, wordsOnly("Added."));
  await answer(page, "Take out", "Take it out");
  await expectSaidOnce(page, wordsOnly("The meeting is taken out."));
  await answer(page, "Cancel the cohort", "Do this now", "No moon.");
  await expectSaidOnce(page, wordsOnly("The cohort is cancelled."));
});

test("each form about a ticket says once that it is done, on both sides", { tag: IN_ALL }, async ({ page }) => {
  test.slow();
  const { name, email } = newPerson();
  await page.goto("/sign-up?next=/help/new");
  await page.getByLabel(words("Your name")).fill(name);
  await page.getByLabel(words("E-mail")).fill(email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page.getByRole("button", { name: words("Create my account") }).click();
  await page.getByLabel(words("In a few words")).fill("A candle");
  await page.getByLabel(words("Your question")).fill("Do I bring one?");
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page).toHaveURL(/\/help\/T-\w+$/);
  await expectSaidOnce(page, wordsFirst("Sent."));
  await page.getByLabel(words("Your reply")).fill("Or two?");
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByText("Or two?")).toBeVisible();
  await expectSaidOnce(page, wordsOnly("Your reply is sent."));
  const code = /T-\w+/.exec(page.url())?.[0];

  await forgetPerson(page);
  await signInAs(page, "support@demo.test");
  await page.goto(`/admin/tickets/${code}`);
  const write = async (button: string, said: string) => {
    await page.locator("textarea[name=body]").fill(`One is enough: ${button}.`);
    await page.getByRole("button", { name: wordsOnly(button), exact: true }).click();
    await expectSaidOnce(page, wordsOnly(said));
  };
  await write("Note", "The note is kept. Only the team sees it.");
  await write("Send and wait", "Your answer is sent.");
  await page.getByText(wordsOnly("Assign"), { exact: true }).first().click();
  await page
    .getByRole("button", { name: wordsOnly("Assign"), exact: true })
    .last()
    .click();
  await expectSaidOnce(page, wordsOnly("Assigned."));
  await page.getByText(wordsOnly("More"), { exact: true }).click();
  await page.getByRole("button", { name: wordsOnly("Set"), exact: true }).click();
  await expectSaidOnce(page, wordsOnly("The priority is changed."));
  await page.getByRole("button", { name: wordsOnly("Resolve"), exact: true }).click();
  await expectSaidOnce(page, wordsOnly("The ticket is resolved."));
  await page.getByRole("button", { name: wordsOnly("Reopen"), exact: true }).click();
  await expectSaidOnce(page, wordsOnly("The ticket is open again."));
});

test("each form about places and people says once that it is done", { tag: IN_ALL }, async ({ page }) => {
  test.slow();
  const { name, email } = newPerson();
  await page.goto("/sign-up?next=/account");
  await page.getByLabel(words("Your name")).fill(name);
  await page.getByLabel(words("E-mail")).fill(email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page.getByRole("button", { name: words("Create my account") }).click();
  await page.getByLabel(wordsOnly("Name"), { exact: true }).fill(`${name} the Second`);
  await page.getByRole("button", { name: wordsOnly("Save"), exact: true }).click();
  await expectSaidOnce(page, wordsOnly("Saved."));

  await forgetPerson(page);
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/enrolments/new");
  await page.getByLabel(words("Course")).selectOption({ label: "Bookbinding for beginners" });
  await page.getByRole("button", { name: words("Next") }).click();
  await page.getByLabel(words("The student’s address")).fill(email);
  await page.locator("[name=cohortId]").selectOption({ index: 1 });
  await page.locator("[name=why]").fill("By phone.");
  await page.locator("main form button[type=submit]").last().click();
  await expect(page).toHaveURL(/\/admin\/enrolments\/enr_\w+$/);
  await expectSaidOnce(page, wordsFirst("The place is theirs"));
  await answer(page, "Suspend", "Suspend", "Away for a month.");
  await expectSaidOnce(page, wordsFirst("The place is suspended"));
  await answer(page, "Open again", "Open again", "Back.");
  await expectSaidOnce(page, wordsFirst("The course is open"));
  await answer(page, "Cancel enrolment", "Cancel enrolment", "Away for good.");
  await expectSaidOnce(page, wordsFirst("The enrolment is cancelled"));
});

test("the school's own forms say once that they are done", async ({ page }) => {
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/settings");
  await page
    .getByRole("button", { name: words("Save") })
    .first()
    .click();
  await expectSaidOnce(page, wordsOnly("Saved. Public pages show it already."));
  await page.goto("/admin/team");
  const { name, email } = newPerson();
  await page.getByLabel(words("Name")).fill(name);
  await page.getByLabel(words("Address")).fill(email);
  await page.getByLabel(words("Role")).last().selectOption("support");
  await page.getByRole("button", { name: words("Invite") }).click();
  await expectSaidOnce(page, wordsFirst("The invitation is on its way"));
  await page.goto("/admin/mail?kind=ticket_reply");
  await page.locator('a[href^="/admin/mail/out_"]').first().click();
  await page.getByText(words("Send again")).first().click();
  const confirm = page.getByRole("button", { name: words("Send again") }).last();
  if (await confirm.isVisible()) await confirm.click();
  await expectSaidOnce(page, wordsOnly("It is sent again in a moment."));
});

test("a form on a page with a language in its address is done there, and says so", async ({ page }) => {
  await comeAs(page, "student@demo.test");
  await page.goto("/de/account");
  await page.locator("form:has([name=name]) button[type=submit]").first().click();
  await expect(page.locator("dialog[open]").getByRole("status")).toBeVisible();
  await expect(page).toHaveURL(/\/de\/account/);
});

test("a link can make no page say that something was done", async ({ page }) => {
  await signInAs(page, "owner@demo.test");
  await page.setExtraHTTPHeaders({ "x-done": "saved" });
  await page.goto("/admin/settings?done=saved");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("dialog", { name: words("Message") })).toHaveCount(0);
});
