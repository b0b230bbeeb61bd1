import type { Page } from "@playwright/test";
import { expect, newPerson, PASSWORD, signInAs, test } from "./fixtures.ts";

/** What is said after a form: once, where a screen reader hears it, and not again when the page is loaded again. */
async function expectSaidOnce(page: Page, words: string | RegExp): Promise<void> {
  const said = page.getByRole("dialog", { name: "Message" });
  await expect(said.getByRole("status")).toHaveText(words);
  // Without a script nothing is announced by a region that was there from the beginning: the focus begins at the words.
  if (test.info().project.use.javaScriptEnabled === false) await expect(said.getByRole("status")).toBeFocused();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  await expect(said).toHaveCount(0);
}

/** Opens a question (a dialog, or a fold without scripts), says why if it is asked, and confirms. */
async function answer(page: Page, trigger: string, confirm: string, why?: string): Promise<void> {
  await page.getByText(trigger, { exact: true }).first().click();
  if (why) await page.locator("[name=why]:visible").fill(why);
  await page.getByRole("button", { name: confirm, exact: true }).last().click();
}

const unique = () => Math.random().toString(36).slice(2, 8);

test("each form about a course says once that it is done", async ({ page }) => {
  test.slow();
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/courses/new");
  await page.getByLabel("Title").fill(`Lantern making ${unique()}`);
  await page.getByRole("button", { name: "Create the draft" }).click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_\w+$/);
  await expectSaidOnce(page, /The draft is there/);
  const course = new URL(page.url()).pathname;
  for (const summary of ["Wire, paper, light.", "Wire, paper and a candle."]) {
    // Below it stands the same in the school's other language.
    await page.getByLabel("Summary").first().fill(summary);
    await page.getByRole("button", { name: "Save" }).first().click();
    await expect(page.getByRole("dialog", { name: "Message" }).getByRole("status")).toHaveText("Saved.");
  }
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("dialog", { name: "Message" })).toBeHidden();

  await page.goto(`${course}/materials`);
  await page.getByText("A text to read").click();
  await page.locator("[name=title]:visible").fill("Tools");
  await page.locator("[name=body]:visible").fill("A pair of pliers.");
  await page.getByRole("button", { name: "Add", exact: true }).filter({ visible: true }).click();
  await expectSaidOnce(page, "Added.");
  await answer(page, "Take out", "Take it out");
  await expectSaidOnce(page, "Taken out of the course.");

  await page.goto(`${course}/staff`);
  await page.getByRole("button", { name: "Save" }).click();
  await expectSaidOnce(page, "Saved.");
  await page.goto(course);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expectSaidOnce(page, /^Published/);
  await answer(page, "Archive", "Archive", "Nobody came.");
  await expectSaidOnce(page, /^Archived/);
});

test("each form about a cohort says once that it is done", async ({ page }) => {
  test.slow();
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/courses/new");
  await page.getByLabel("Title").fill(`Lantern walk ${unique()}`);
  await page.getByRole("button", { name: "Create the draft" }).click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_\w+$/);
  await page.goto(`${new URL(page.url()).pathname}/cohorts/new`);
  await page.getByLabel("Name").fill("In the dark");
  await page.getByLabel("Price").fill("0");
  await page.getByRole("button", { name: "Add the cohort" }).click();
  await expectSaidOnce(page, "The cohort is there.");
  await page.getByLabel("Seats").fill("7");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expectSaidOnce(page, "Saved.");
  await page.getByText("Add meetings").click();
  await page.locator("#new-startsAt").fill("2031-01-08T18:00");
  await page.locator("#new-endsAt").fill("2031-01-08T20:00");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expectSaidOnce(page, "Added.");
  await answer(page, "Take out", "Take it out");
  await expectSaidOnce(page, "The meeting is taken out.");
  await answer(page, "Cancel the cohort", "Cancel the cohort", "No moon.");
  await expectSaidOnce(page, "The cohort is cancelled.");
});

test("each form about a ticket says once that it is done, on both sides", async ({ page }) => {
  test.slow();
  const { name, email } = newPerson();
  await page.goto("/sign-up?next=/help/new");
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create my account" }).click();
  await page.getByLabel("In a few words").fill("A candle");
  await page.getByLabel("Your question").fill("Do I bring one?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page).toHaveURL(/\/help\/T-\w+$/);
  await expectSaidOnce(page, /^Sent\./);
  await page.getByLabel("Your reply").fill("Or two?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Or two?")).toBeVisible();
  await expectSaidOnce(page, "Your reply is sent.");
  const code = /T-\w+/.exec(page.url())?.[0];

  await page.context().clearCookies();
  await signInAs(page, "support@demo.test");
  await page.goto(`/admin/tickets/${code}`);
  const write = async (button: string, words: string) => {
    await page.locator("textarea[name=body]").fill(`One is enough: ${button}.`);
    await page.getByRole("button", { name: button, exact: true }).click();
    await expectSaidOnce(page, words);
  };
  await write("Note", "The note is kept. Only the team sees it.");
  await write("Send and wait", "Your answer is sent.");
  await page.getByText("Assign", { exact: true }).first().click();
  await page.getByRole("button", { name: "Assign", exact: true }).last().click();
  await expectSaidOnce(page, "Assigned.");
  await page.getByText("More", { exact: true }).click();
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expectSaidOnce(page, "The priority is changed.");
  await page.getByRole("button", { name: "Resolve", exact: true }).click();
  await expectSaidOnce(page, "The ticket is resolved.");
  await page.getByRole("button", { name: "Reopen", exact: true }).click();
  await expectSaidOnce(page, "The ticket is open again.");
});

test("each form about places and people says once that it is done", async ({ page }) => {
  test.slow();
  const { name, email } = newPerson();
  await page.goto("/sign-up?next=/account");
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create my account" }).click();
  await page.getByLabel("Name", { exact: true }).fill(`${name} the Second`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expectSaidOnce(page, "Saved.");

  await page.context().clearCookies();
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/enrolments/new");
  await page.getByLabel("Course").selectOption({ label: "Bookbinding for beginners" });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("The student’s address").fill(email);
  await page.locator("[name=cohortId]").selectOption({ index: 1 });
  await page.locator("[name=why]").fill("By phone.");
  await page.locator("main form button[type=submit]").last().click();
  await expect(page).toHaveURL(/\/admin\/enrolments\/enr_\w+$/);
  await expectSaidOnce(page, /^The place is theirs/);
  await answer(page, "Suspend", "Suspend", "Away for a month.");
  await expectSaidOnce(page, /^The place is suspended/);
  await answer(page, "Open again", "Open again", "Back.");
  await expectSaidOnce(page, /^The course is open/);
  await answer(page, "Cancel enrolment", "Cancel enrolment", "Away for good.");
  await expectSaidOnce(page, /^The enrolment is cancelled/);
});

test("the school's own forms say once that they are done", async ({ page }) => {
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/settings");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expectSaidOnce(page, /^Saved\./);
  await page.goto("/admin/team");
  const { name, email } = newPerson();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Address").fill(email);
  await page.getByLabel("Role").last().selectOption("support");
  await page.getByRole("button", { name: "Invite" }).click();
  await expectSaidOnce(page, /^The invitation is on its way/);
  await page.goto("/admin/mail?kind=ticket_reply");
  await page.locator('a[href^="/admin/mail/out_"]').first().click();
  await page
    .getByText(/Send it again|Send again/)
    .first()
    .click();
  const confirm = page.getByRole("button", { name: /Send it again|Send again/ }).last();
  if (await confirm.isVisible()) await confirm.click();
  await expectSaidOnce(page, "It is sent again in a moment.");
});

test("a link can make no page say that something was done", async ({ page }) => {
  await signInAs(page, "owner@demo.test");
  await page.setExtraHTTPHeaders({ "x-done": "saved" });
  await page.goto("/admin/settings?done=saved");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("dialog", { name: "Message" })).toHaveCount(0);
});
