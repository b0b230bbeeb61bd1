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

test("a student answers what the school asks, sees it again, and cancels by themselves", async ({ page }) => {
  const title = `Bread for beginners ${Math.random().toString(36).slice(2, 8)}`;
  let cohortId = "";

  await test.step("the admin asks about lunch, and about allergies of whoever has it", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=summary]").fill("Flour, water, salt and a night.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.locator("[name=name]").fill("Any evening");
    await page.locator("[name=price]").fill("0");
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    cohortId = /coh_\w+/.exec(page.url())?.[0] ?? "";
    for (const question of [
      { prompt: "Lunch?", kind: "choice", options: "Soup\nNothing" },
      { prompt: "Allergies?", kind: "text", onlyIfAnswer: "Soup" },
    ]) {
      await page.goto(`${course}/questions`);
      await page
        .locator("summary", { hasText: wordsFirst("Add a question") })
        .last()
        .click();
      const form = page.locator("details[open]").last();
      await form.locator("[name=prompt]").fill(question.prompt);
      await form.locator("[name=kind]").selectOption(question.kind);
      if (question.options) await form.locator("[name=options]").fill(question.options);
      if (question.onlyIfAnswer) {
        await form.locator("[name=onlyIfQuestionId]").selectOption({ index: 1 });
        await form.locator("[name=onlyIfAnswer]").fill(question.onlyIfAnswer);
      }
      await form.locator("[name=isRequired]").check();
      await form.locator("button[type=submit]").click();
      await expect(page.getByText(question.prompt).first()).toBeVisible();
      await expectNoAxeViolations(page);
      await expectNoSidewaysScroll(page);
    }
    await page.goto(course);
    await page.getByRole("button", { name: wordsFirst("Publish") }).click();
    await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  });

  await test.step("a new student is told what is missing, and answers", async () => {
    await forgetPerson(page);
    const person = newPerson();
    await page.goto(`/enrol/${cohortId}`);
    await page.getByLabel(words("Your name")).fill(person.name);
    await page.getByLabel(words("E-mail")).first().fill(person.email);
    await page.getByLabel(words("Choose a password")).fill(PASSWORD);
    await page
      .getByRole("button", { name: words("Go on to the questions") })
      .first()
      .click();
    await page.getByLabel("Lunch?").selectOption("Soup");
    await page.getByRole("button", { name: words("Enrol") }).click();
    await expect(page.getByLabel("Allergies?")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Lunch?")).toHaveValue("Soup");
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByLabel("Allergies?").fill("Nuts");
    await page.getByRole("button", { name: words("Enrol") }).click();
    await expect(page).toHaveURL(/\/learning\//);
  });

  await test.step("they find their answers again, and give the place back", async () => {
    await page.getByRole("link", { name: words("Your enrolment: answers, move, cancel") }).click();
    await expect(page.getByLabel("Allergies?")).toHaveValue("Nuts");
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.locator("summary", { hasText: wordsFirst("Cancel my place") }).click();
    await page.getByRole("button", { name: words("Cancel place") }).click();
    // Not before the answer: to go elsewhere would take the request back.
    await expect(page).not.toHaveURL(/\/enrolment/);
    await page.goto(`/enrol/${cohortId}`);
    await expect(page.getByLabel("Lunch?")).toBeVisible();
  });
});
