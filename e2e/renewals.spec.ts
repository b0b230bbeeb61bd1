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

/** A day that is over wherever the school is. */
const dayBeforeYesterday = () => new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

test("access that has ended is asked for, approved in one click, and open again", async ({ page, browser }) => {
  const title = `Marbled paper ${Math.random().toString(36).slice(2, 8)}`;
  const over = dayBeforeYesterday();

  await test.step("the admin sells a course whose access is over, and lets its students ask for more", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=summary]").fill("A tray of water, and colours that float on it.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.locator("[name=name]").fill("Any evening");
    await page.locator("[name=price]").fill("0");
    await page.locator("[name=closesAt]").fill(`${over}T12:00`);
    await page.locator("[name=accessUntil]").fill(over);
    await page.locator("[name=renewal]").selectOption("request");
    await page.locator("[name=renewalDays]").fill("30");
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    await page.goto(course);
    await page.getByRole("button", { name: wordsFirst("Publish") }).click();
    await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  });
  const courseId = /crs_\w+/.exec(page.url())?.[0] ?? "";

  const { project } = test.info();
  const theirs = await browser.newContext({
    viewport: page.viewportSize(),
    storageState: await page.context().storageState(),
    ...(project.use.javaScriptEnabled === false ? { javaScriptEnabled: false } : {}),
    baseURL: project.use.baseURL ?? "",
  });
  const student = await theirs.newPage();
  const person = newPerson();
  await test.step("the office gives a place to a student who signs up", async () => {
    await forgetPerson(student);
    await student.goto("/sign-up?next=/learning");
    await student.getByLabel(words("Your name")).fill(person.name);
    await student.getByLabel(words("E-mail")).fill(person.email);
    await student.getByLabel(words("Choose a password")).fill(PASSWORD);
    await student.getByRole("button", { name: words("Create my account") }).click();
    // Not the address of the form, which ends in the same word.
    await expect(student).toHaveURL(/^[^?]*\/learning$/);
    await page.goto(`/admin/enrolments/new?course=${courseId}&email=${encodeURIComponent(person.email)}`);
    await page.locator("[name=cohortId]").selectOption({ index: 1 });
    await page.locator("[name=why]").fill("Came late.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/enrolments\/enr_\w+$/);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
  });

  await test.step("the student sees what they had, and asks for it with a reason", async () => {
    await student.goto("/learning");
    await expectNoAxeViolations(student);
    await student.getByRole("link", { name: words("What you had, and how to get it back") }).click();
    await expect(student.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
    await student.locator("[name=reason]").fill("I was ill for two weeks.");
    await student.getByRole("button", { name: words("Ask to renew") }).click();
    await expect(student.getByText(words("You have asked for it")).first()).toBeVisible();
    await expectNoAxeViolations(student);
  });

  await test.step("the office approves it from its list", async () => {
    await page.goto(`/admin/renewals?state=requested&q=${encodeURIComponent(person.email)}`);
    await expect(page.getByText("I was ill for two weeks.").first()).toBeVisible();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page
      .getByRole("button", { name: wordsFirst("Approve<hidden> for {name}</hidden>") })
      .first()
      .click();
    await expect(
      page.getByText(words("The course is open for longer, and the student is told.")).first(),
    ).toBeVisible();
  });

  await test.step("the course is open again, and says until when and why", async () => {
    await student.goto("/learning");
    await student.getByRole("link", { name: title }).first().click();
    await expect(student.getByText(wordsFirst("Open until {end}, {reasons}.")).first()).toBeVisible();
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
  });
  await theirs.close();
});
