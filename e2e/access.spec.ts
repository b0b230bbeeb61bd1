import type { Browser, Page } from "@playwright/test";
import { isQuick } from "#tests/support/quick-run.ts";
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
import { says, words, wordsFirst, wordsOnly } from "./words.ts";

/** A page of somebody else, on the same kind of screen and in the same language. */
async function pageOfAnother(browser: Browser, page: Page): Promise<Page> {
  const { use } = test.info().project;
  const context = await browser.newContext({
    viewport: page.viewportSize(),
    storageState: await page.context().storageState(),
    ...(use.javaScriptEnabled === false ? { javaScriptEnabled: false } : {}),
    baseURL: use.baseURL ?? "",
  });
  const another = await context.newPage();
  await forgetPerson(another);
  return another;
}

async function lookRight(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

test("the office signs in, adds to the catalogue, makes a student, opens, renews, sees the use, revokes and removes", async ({
  page,
  browser,
}) => {
  const title = `Paper kites ${Math.random().toString(36).slice(2, 8)}`;
  const person = newPerson();
  let course = "";
  let enrolment = "";

  await test.step("sign in", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });

  await test.step("add to the catalogue: a course whose access lasts twenty days and can be asked for again", async () => {
    await page.goto("/admin/courses/new");
    await page.getByLabel(words("Title")).fill(title);
    await page.getByLabel(words("Summary")).fill("One kite, one hill, one windy afternoon.");
    await page.getByRole("button", { name: words("Create the draft") }).click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    course = new URL(page.url()).pathname;
    await page.goto(`${course}/materials`);
    await page
      .locator("summary")
      .filter({ hasText: says("admin_courses.add_text_button") })
      .click();
    await page.locator("[name=title]:visible").first().fill("Knots that hold");
    await page.locator("[name=body]:visible").first().fill("Three of them.");
    await page
      .getByRole("button", { name: wordsOnly("Add"), exact: true })
      .first()
      .click();
    await expect(page.getByText("Knots that hold").first()).toBeVisible();
    await page.goto(`${course}/cohorts/new`);
    await page.locator("[name=name]").fill("Any time");
    await page.locator("[name=price]").fill("0");
    await page.locator("[name=accessDays]").fill("20");
    await page.locator("[name=renewal]").selectOption("request");
    await page.locator("[name=renewalDays]").fill("30");
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    await page.goto(course);
    await page.getByRole("button", { name: wordsOnly("Publish"), exact: true }).click();
    await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
    await page.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await expect(page.getByRole("link", { name: title })).toBeVisible();
  });

  const student = await pageOfAnother(browser, page);
  await test.step("create a student, who chooses a password by the mailed link", async () => {
    await page.goto("/admin/students");
    await page.locator("a[href='/admin/students/new']").first().click();
    await page.locator("[name=name]").fill(person.name);
    await page.locator("[name=email]").fill(person.email);
    await lookRight(page);
    await page.getByRole("button", { name: words("Create student") }).click();
    await expect(page.getByRole("heading", { level: 1, name: person.name })).toBeVisible();
    const link = linkIn(await letterTo(page, person.email, "Welcome to a new student"), /\/welcome\/[\w-]{20,}/);
    await student.goto(link);
    await student.locator("[name=password], [name=newPassword]").first().fill(PASSWORD);
    await student.locator("main form button[type=submit]").first().click();
    await expect(student).not.toHaveURL(/\/welcome\//);
  });

  await test.step("open: a place gives access, and the student opens a material", async () => {
    await page.goto(
      `/admin/enrolments/new?course=${course.split("/").at(-1)}&email=${encodeURIComponent(person.email)}`,
    );
    await page.locator("[name=cohortId]").selectOption({ index: 1 });
    await page.locator("[name=why]").fill("Won it in a raffle.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/enrolments\/enr_\w+$/);
    enrolment = new URL(page.url()).pathname;
    await student.goto("/learning");
    await student.getByRole("link", { name: title }).first().click();
    await student.getByRole("link", { name: "Knots that hold" }).first().click();
    await expect(student.getByText("Three of them.").first()).toBeVisible();
  });

  await test.step("renew: the student asks, the office approves", async () => {
    await student.goto("/learning");
    await student.getByRole("link", { name: title }).first().click();
    await student.locator("a[href$='/renew']").first().click();
    await student.locator("[name=reason]").first().fill("There was no wind.");
    await student.getByRole("button", { name: words("Ask to renew") }).click();
    await expect(student.getByText(words("You have asked for it")).first()).toBeVisible();
    await page.goto(`/admin/renewals?state=requested&q=${encodeURIComponent(person.email)}`);
    await page
      .getByRole("button", { name: wordsFirst("Approve<hidden> for {name}</hidden>") })
      .first()
      .click();
    await expect(
      page.getByText(words("The course is open for longer, and the student is told.")).first(),
    ).toBeVisible();
  });

  // A quick run goes no further.
  if (isQuick) return;
  await test.step("view usage: of the course, and of the student", async () => {
    await page.goto(`${course}/usage`);
    await lookRight(page);
    // A job counts what was opened; until then the page says that nobody has.
    const counted = page.getByRole("cell", { name: says("admin_usage.of_enrolled", { students: 1, enrolled: 1 }) });
    await expect(async () => {
      await page.reload();
      await expect(counted.first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 120_000 });
    await page.getByRole("link", { name: words("All students and what they have opened") }).click();
    await expect(page.getByText(person.name).first()).toBeVisible();
    await lookRight(page);
  });

  await test.step("revoke: the course is closed to the student at once", async () => {
    await page.goto(enrolment);
    await page.getByText(words("Revoke place")).first().click();
    await page.locator("[name=why]:visible").first().fill("The raffle was a mistake.");
    await page
      .getByRole("button", { name: words("Revoke place") })
      .last()
      .click();
    await expect(page.getByText(wordsOnly("Revoked")).first()).toBeVisible();
    await student.goto("/learning");
    await expect(student.getByRole("link", { name: "Knots that hold" })).toHaveCount(0);
  });

  await test.step("remove: archived, it is found by nobody; a draft without students goes for good", async () => {
    await page.goto(course);
    await page.getByText(wordsOnly("Archive")).first().click();
    await page.locator("[name=why]:visible").first().fill("The wind has gone.");
    await page
      .getByRole("button", { name: wordsOnly("Archive") })
      .last()
      .click();
    await expect(page.getByText(wordsOnly("Archived")).first()).toBeVisible();
    await page.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await expect(page.getByRole("link", { name: title })).toHaveCount(0);
    await page.goto("/admin/courses/new");
    await page.getByLabel(words("Title")).fill(`${title}, twice`);
    await page.getByRole("button", { name: words("Create the draft") }).click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    await page.getByText(wordsOnly("Delete")).first().click();
    await page
      .getByRole("button", { name: wordsOnly("Delete") })
      .last()
      .click();
    await expect(page).toHaveURL(/\/admin\/courses(\?|$)/);
    await page.goto(`/admin/courses?q=${encodeURIComponent(`${title}, twice`)}`);
    await expect(page.getByText(`${title}, twice`)).toHaveCount(0);
  });
  await student.context().close();
});
