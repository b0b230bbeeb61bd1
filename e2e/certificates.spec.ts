import type { Page } from "@playwright/test";
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
import { says, words, wordsFirst, wordsOnly } from "./words.ts";

/** Opens the question behind a button, gives a reason, and does it. */
async function answer(page: Page, step: string, why: string): Promise<void> {
  await page.getByText(step, { exact: true }).first().click();
  await page.locator("[name=why]:visible").first().fill(why);
  await page.getByRole("button", { name: step, exact: true }).last().click();
  await expect(page.locator("[name=why]:visible")).toHaveCount(0);
}

test("a course is completed, its certificate named, downloaded, checked by a stranger, and revoked", async ({
  page,
  browser,
}) => {
  const title = `Gilding ${Math.random().toString(36).slice(2, 8)}`;

  await test.step("the admin offers a course that certifies whoever completes it", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=summary]").fill("Leaf by leaf.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.locator("[name=name]").fill("Any evening");
    await page.locator("[name=price]").fill("0");
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    await page.goto(`${new URL(page.url()).pathname}/certificates`);
    await page.locator("[name=onCompletion]").check();
    await page.locator("[name=hours]").fill("12");
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.locator("main form button[type=submit]").last().click();
    await expect(page.locator("[name=hours]")).toHaveValue("12");
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
  await test.step("the office gives a place to a student, and completes it", async () => {
    await forgetPerson(student);
    await student.goto("/sign-up?next=/learning");
    await student.getByLabel(words("Your name")).fill(person.name);
    await student.getByLabel(words("E-mail")).fill(person.email);
    await student.getByLabel(words("Choose a password")).fill(PASSWORD);
    await student.getByRole("button", { name: words("Create my account") }).click();
    await expect(student).toHaveURL(/^[^?]*\/learning$/);
    await page.goto(`/admin/enrolments/new?course=${courseId}&email=${encodeURIComponent(person.email)}`);
    await page.locator("[name=cohortId]").selectOption({ index: 1 });
    await page.locator("[name=why]").fill("By telephone.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/enrolments\/enr_\w+$/);
    await answer(page, says("admin_enrolments.complete_button"), "Passed.");
  });

  await test.step("the student says their name once and downloads the certificate", async () => {
    await student.goto("/learning");
    await expectNoAxeViolations(student);
    await student.locator("a[href^='/certificates/mine/']").click();
    await expect(student.getByText(title).first()).toBeVisible();
    await student.locator("[name=name]").fill("王小明");
    await student.locator("main form button[type=submit]").last().click();
    // What was typed stands there before the answer, too: what is typed next would be undone by it.
    await expect(student.locator("[name=name][aria-invalid=true]")).toHaveValue("王小明");
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
    await student.locator("[name=name]").fill("Wang Xiaoming");
    await student.locator("main form button[type=submit]").last().click();
    await expect(student.locator("[name=name]")).toHaveCount(0);
    await expect(async () => {
      await student.reload();
      await expect(student.locator("a[href^='/files/']")).toBeVisible({ timeout: 1_000 });
    }).toPass();
    const href = (await student.locator("a[href^='/files/']").getAttribute("href")) ?? "";
    const [first, second] = [await student.request.get(href), await student.request.get(href)];
    expect(first.headers()["content-type"]).toBe("application/pdf");
    expect((await first.body()).equals(await second.body())).toBe(true);
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
  });

  const publicPage = (await student.locator("a[href^='/certificates/']").first().getAttribute("href")) ?? "";
  const anybody = await browser.newContext({
    viewport: page.viewportSize(),
    ...(project.use.javaScriptEnabled === false ? { javaScriptEnabled: false } : {}),
    baseURL: project.use.baseURL ?? "",
  });
  const stranger = await anybody.newPage();
  await test.step("whoever holds it reads that it is valid", async () => {
    await stranger.goto(publicPage);
    await expect(stranger.locator("[data-certificate=valid]")).toBeVisible();
    await expect(stranger.getByText("Wang Xiaoming")).toBeVisible();
    await expectNoAxeViolations(stranger);
    await expectNoSidewaysScroll(stranger);
  });

  await test.step("the office revokes it, and its public page says so without the reason", async () => {
    await page.goto(`/admin/certificates?q=${encodeURIComponent(person.email)}`);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.locator("a[href^='/admin/certificates/crt_']").first().click();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await answer(page, says("admin_certificates.revoke_button"), "Somebody else sat the exam.");
    await stranger.reload();
    await expect(stranger.locator("[data-certificate=revoked]")).toBeVisible();
    await expect(stranger.getByText("Somebody else")).toHaveCount(0);
    await student.reload();
    await expect(student.getByText("Somebody else sat the exam.")).toBeVisible();
  });
  await theirs.close();
  await anybody.close();
});
