import type { Browser, Page } from "@playwright/test";
import { isQuick } from "#tests/support/quick-run.ts";
import {
  comeAs,
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

/** An hour on the clock of Zurich, as a form takes it. */
const clockOf = (ms: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Zurich", dateStyle: "short", timeStyle: "short" })
    .format(new Date(Date.now() + ms))
    .replace(" ", "T");

/** The admin makes a free course that the demo's teacher teaches, with a meeting that has just begun. Gives the course's address. */
async function makeCourse(page: Page, title: string): Promise<void> {
  await page.goto("/admin/courses/new");
  await page.getByLabel(words("Title")).fill(title);
  await page.getByLabel(words("Summary")).fill("One kite, one hill, one windy afternoon.");
  await page.getByRole("button", { name: words("Create the draft") }).click();
  await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
  const course = new URL(page.url()).pathname;
  await page.goto(`${course}/staff`);
  await page.locator("[name=email]").first().fill("teacher@demo.test");
  await page.locator("form:has([name=email]) button[type=submit]").first().click();
  await expect(page.getByText("Ines Roth").first()).toBeVisible();
  await page.goto(`${course}/cohorts/new`);
  await page.locator("[name=name]").fill("On the hill");
  await page.locator("[name=price]").fill("0");
  await page.getByRole("button", { name: words("Add the cohort") }).click();
  await expect(page).toHaveURL(/\/cohorts\/coh_/);
  await page.getByText(words("Add meetings")).click();
  await page.locator("#new-startsAt").fill(clockOf(-60_000));
  await page.locator("#new-endsAt").fill(clockOf(3_600_000));
  await page.getByRole("button", { name: wordsOnly("Add"), exact: true }).click();
  await expect(page.locator("a[href^='/admin/meetings/mtg_']")).toHaveCount(1);
  await page.goto(course);
  await page.getByRole("button", { name: wordsOnly("Publish"), exact: true }).click();
  await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
}

/** Somebody new signs up on their way to the course and takes a free place. */
async function enrol(page: Page, title: string): Promise<string> {
  const person = newPerson();
  await page.goto(`/courses/find?q=${encodeURIComponent(title)}`);
  await page.getByRole("link", { name: title }).first().click();
  await page
    .getByRole("button", { name: wordsOnly("Enrol"), exact: true })
    .first()
    .click();
  await expect(page).toHaveURL(/\/enrol\/coh_/);
  await page.getByLabel(words("Your name")).fill(person.name);
  await page.getByLabel(words("E-mail")).first().fill(person.email);
  await page.locator("[name=password]").first().fill(PASSWORD);
  await page.locator("form:has([name=password]) button[type=submit]").first().click();
  await expect(page).toHaveURL(/\/learning\//);
  return person.name;
}

test("a teacher marks a class on a phone, also without a connection, and a student checks in by the code in the room", async ({
  page,
  browser,
  javaScriptEnabled,
}) => {
  const title = `Kites in the wind ${Math.random().toString(36).slice(2, 8)}`;
  await comeAs(page, "admin@demo.test");
  await makeCourse(page, title);
  const [first, second] = [await pageOfAnother(browser, page), await pageOfAnother(browser, page)];
  const names = [await enrol(first, title), await enrol(second, title)] as const;

  const teacher = await pageOfAnother(browser, page);
  await signInAs(teacher, "teacher@demo.test");
  const row = (name: string) => teacher.locator("li[data-enrolment]").filter({ hasText: name });
  const button = (name: string, state: string) => row(name).getByRole("button", { name: words(state) });
  let roster = "";

  await test.step("the first page leads to the roster", async () => {
    await teacher.goto("/admin");
    await lookRight(teacher);
    const meeting = teacher.locator("li").filter({ hasText: title });
    await meeting
      .filter({ has: teacher.locator("a[href^='/admin/meetings/']") })
      .getByRole("link", { name: wordsOnly("Attendance"), exact: true })
      .click();
    await expect(teacher).toHaveURL(/\/admin\/meetings\/mtg_/);
    roster = new URL(teacher.url()).pathname;
    await expect(row(names[0])).toBeVisible();
    await lookRight(teacher);
  });

  await test.step("a press marks, and marks again, also while the first is long on its way", async () => {
    let isFirst = javaScriptEnabled === true;
    await teacher.route(/\/marks$/, async (route) => {
      if (isFirst) {
        isFirst = false;
        await new Promise((arrive) => setTimeout(arrive, 3_000));
      }
      await route.continue();
    });
    await button(names[0], "Late").click();
    await expect(button(names[0], "Late")).toHaveAttribute("aria-pressed", "true");
    await button(names[0], "Present").click();
    await expect(button(names[0], "Present")).toHaveAttribute("aria-pressed", "true");
    await expect(button(names[0], "Late")).toHaveAttribute("aria-pressed", "false");
    if (javaScriptEnabled) await expect(teacher.getByText(says("attendance.all_sent"))).toBeVisible();
    await teacher.unroute(/\/marks$/);
    await teacher.reload();
    await expect(button(names[0], "Present")).toHaveAttribute("aria-pressed", "true");
    await lookRight(teacher);
  });

  await test.step("without a connection a mark is kept, and sent when it is back", async () => {
    if (!javaScriptEnabled) return;
    await teacher.context().setOffline(true);
    await button(names[1], "Excused").click();
    await expect(button(names[1], "Excused")).toHaveAttribute("aria-pressed", "true");
    await expect(row(names[1]).getByText(says("attendance.not_sent_yet"))).toBeVisible();
    await lookRight(teacher);
    await teacher.context().setOffline(false);
    await expect(row(names[1]).getByText(says("attendance.not_sent_yet"))).toBeHidden();
    await teacher.reload();
    await expect(button(names[1], "Excused")).toHaveAttribute("aria-pressed", "true");
  });

  // A quick run goes no further.
  if (isQuick) {
    for (const each of [first, second, teacher]) await each.context().close();
    return;
  }
  const third = await pageOfAnother(browser, page);
  const late = await enrol(third, title);
  await test.step("a student checks in by the address of the code, and the teacher sees it", async () => {
    await teacher.goto(roster);
    await teacher.getByRole("link", { name: wordsOnly("Show the check-in code"), exact: true }).click();
    await expect(teacher.getByRole("img", { name: words("QR code for checking in") })).toBeVisible();
    await lookRight(teacher);
    await third.goto(await addressOnScreen(teacher));
    await lookRight(third);
    await third.getByRole("button", { name: wordsOnly("I am here"), exact: true }).click();
    await expect(
      third.getByText(says("attendance.you_are_marked", { state: says("attendance.present") })),
    ).toBeVisible();
    await lookRight(third);
    await third.goto(`${new URL(third.url()).pathname}/an-old-code`);
    await expect(
      third.getByText(says("attendance.you_are_marked", { state: says("attendance.present") })),
    ).toBeVisible();
    await teacher.goto(roster);
    await expect(button(late, "Present")).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("a student sees their own attendance on the course's page", async () => {
    await first.goto("/learning");
    await first.getByRole("link", { name: title }).first().click();
    await expect(first.getByText(says("attendance.present"), { exact: true })).toBeVisible();
    await lookRight(first);
  });

  for (const each of [first, second, third, teacher]) await each.context().close();
});

/** What a phone's camera reads from the drawing. */
async function addressOnScreen(page: Page): Promise<string> {
  const { default: decodeQR } = await import("qr/decode.js");
  const svg = await page.locator("live-part svg").innerHTML();
  const scale = 4;
  const modules = Number(/width="(\d+)"/.exec(svg)?.[1]);
  const width = modules * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let pixel = 0; pixel < scale * scale; pixel++) {
      const at = (Number(y) * scale + Math.floor(pixel / scale)) * width + Number(x) * scale + (pixel % scale);
      data.fill(0, at * 4, at * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}
