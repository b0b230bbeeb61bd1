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
import { says, words, wordsOnly } from "./words.ts";

const FILM = "https://youtu.be/dQw4w9WgXcQ";
const HOST = "www.youtube-nocookie.com";

/** Adds a material by the folded form of its kind, which stands at the end of the page. */
async function addMaterial(page: Page, kind: "text" | "link", fields: Record<string, string>, section?: string) {
  await page.reload();
  const form = page.locator("form", { has: page.locator(`#new-${kind}-title`) });
  await form.locator("summary").click();
  await form.locator("[name=title]").fill(fields.title ?? "");
  if (kind === "text") await form.locator("[name=body]").fill("Fold it once.");
  if (kind === "link") await form.locator("[name=url]").fill(fields.url ?? "");
  if (section) await form.locator("[name=sectionId]").selectOption({ label: section });
  if (fields.publishOn) await form.locator("[name=publishOn]").fill(fields.publishOn);
  if (fields.preview) await form.locator("[name=isPreview]").check();
  await form.locator("button[type=submit]").click();
  await expect(page.getByText(fields.title ?? "").first()).toBeVisible();
}

async function addSection(page: Page, title: string) {
  // The form is emptied when what it sent is there.
  await page.reload();
  await page.locator("#new-section-title").fill(title);
  await page
    .locator("form", { has: page.locator("#new-section-title") })
    .locator("button[type=submit]")
    .click();
  await expect(page.getByRole("heading", { name: title, exact: true })).toBeVisible();
}

/** The titles of the materials, as they stand under one another. */
const order = (page: Page) =>
  page.locator("[data-material]").evaluateAll((rows) => rows.map((row) => row.querySelector("p")?.textContent ?? ""));

test("a student works through what is published, goes on where they left off, and has completed the course", async ({
  page,
  browser,
  context,
}) => {
  const title = `Bindings ${Math.random().toString(36).slice(2, 8)}`;
  const asked: string[] = [];
  const { project } = test.info();
  const isScripted = project.use.javaScriptEnabled !== false;

  await test.step("whoever runs the course puts materials under sections, in order, and says when they are published", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=summary]").fill("The first and the last leaf of a book.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.locator("[name=name]").fill("Any evening");
    await page.locator("[name=price]").fill("0");
    await page.locator("[name=completionMaterialsPercent]").fill("66");
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    await expect(page.locator("[name=completionMaterialsPercent]")).toHaveValue("66");
    await page.goto(`${course}/materials`);
    await addSection(page, "Paper");
    await addSection(page, "Paste");
    await addMaterial(page, "text", { title: "Grain" }, "Paper");
    await addMaterial(page, "link", { title: "A film", url: FILM, preview: "yes" }, "Paste");
    await addMaterial(page, "text", { title: "The exam", publishOn: "2099-03-03" }, "Paste");
    expect(await order(page)).toEqual(["Grain", "A film", "The exam"]);
    await page
      .locator("[data-material]", { hasText: "Grain" })
      .getByRole("button", { name: says("admin_courses.move_down_label", { title: "Grain" }) })
      .click();
    await expect(page.locator("[data-section]").last().locator("[data-material]")).toHaveCount(3);
    expect(await order(page)).toEqual(["Grain", "A film", "The exam"]);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page.goto(course);
    await page
      .getByRole("button", { name: new RegExp(`^${says("admin_courses.publish_button")}`) })
      .first()
      .click();
    await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  });
  const courseId = /crs_\w+/.exec(page.url())?.[0] ?? "";

  await test.step("what is dragged goes where it is dropped", async () => {
    if (!isScripted || project.use.isMobile) return;
    await page.goto(`/admin/courses/${courseId}/materials`);
    await page
      .locator("[data-material]", { hasText: "The exam" })
      .locator("[data-drag]")
      .dragTo(page.locator("[data-material]", { hasText: "Grain" }), { targetPosition: { x: 40, y: 4 } });
    await expect.poll(() => order(page)).toEqual(["The exam", "Grain", "A film"]);
  });

  const theirs = await browser.newContext({
    viewport: page.viewportSize(),
    storageState: await context.storageState(),
    ...(isScripted ? {} : { javaScriptEnabled: false }),
    baseURL: project.use.baseURL ?? "",
  });
  await theirs.route(`https://${HOST}/**`, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "text/html", body: "<title>A film</title>" });
  });
  const student = await theirs.newPage();
  const person = newPerson();

  await test.step("anybody opens the free preview, and nothing is asked of another server before they press play", async () => {
    await forgetPerson(student);
    await student.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await student.getByRole("link", { name: title }).first().click();
    await student.getByRole("link", { name: words("Free preview") }).click();
    await expect(student.getByRole("heading", { level: 1, name: "A film" })).toBeVisible();
    await expect(student.locator("iframe")).toHaveCount(0);
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
    expect(asked).toEqual([]);
    await student.getByRole("link", { name: wordsOnly("Play"), exact: true }).click();
    await expect(student.locator("iframe")).toHaveAttribute("src", `https://${HOST}/embed/dQw4w9WgXcQ`);
    await expect.poll(() => asked.length).toBeGreaterThan(0);
  });

  await test.step("a student gets a place, and begins", async () => {
    await student.goto("/sign-up?next=/learning");
    await student.getByLabel(words("Your name")).fill(person.name);
    await student.getByLabel(words("E-mail")).fill(person.email);
    await student.getByLabel(words("Choose a password")).fill(PASSWORD);
    await student.getByRole("button", { name: words("Create my account") }).click();
    await expect(student).toHaveURL(/^[^?]*\/learning$/);
    await page.goto(`/admin/enrolments/new?course=${courseId}&email=${encodeURIComponent(person.email)}`);
    await page.locator("[name=cohortId]").selectOption({ index: 1 });
    await page.locator("[name=why]").fill("Came late.");
    await page.locator("main form button[type=submit]").last().click();
    await expect(page).toHaveURL(/\/admin\/enrolments\/enr_\w+$/);
    await student.goto("/learning");
    await student.getByRole("link", { name: title }).first().click();
    await expect(student.getByText(says("learning.progress_text", { done: 0, total: 3 }))).toBeVisible();
    await expect(student.getByText("The exam")).toHaveCount(0);
    await expect(student.getByText(says("learning.upcoming_materials", { count: 1 }))).toBeVisible();
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
    await student.getByRole("link", { name: says("learning.start_button", { title: "Grain" }) }).click();
  });

  await test.step("done, taken back, done again: and on to the next one", async () => {
    await expect(student.getByRole("heading", { level: 1, name: "Grain" })).toBeVisible();
    await student.getByRole("button", { name: words("Mark as done") }).click();
    await expect(student.getByText(words("You have done this.")).first()).toBeVisible();
    await expectNoAxeViolations(student);
    await student.getByRole("button", { name: words("Not done yet") }).click();
    await student.getByRole("button", { name: words("Done, go on") }).click();
    await expect(student.getByRole("heading", { level: 1, name: "A film" })).toBeVisible();
    await student.goto("/learning");
    await expect(student.getByText(says("learning.progress_text", { done: 1, total: 3 }))).toBeVisible();
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
    await student.getByRole("link", { name: says("learning.continue_link", { title: "A film" }) }).click();
  });

  await test.step("the share that the cohort asks completes the course by itself", async () => {
    await student.getByRole("button", { name: words("Mark as done") }).click();
    await expect(student.getByText(says("done.course_completed")).first()).toBeVisible();
    await student.goto("/learning");
    await student.getByRole("link", { name: title }).first().click();
    await expect(student.getByText(words("You have completed this course."))).toBeVisible();
    await expectNoAxeViolations(student);
    await expectNoSidewaysScroll(student);
  });
  await theirs.close();
});
