import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  forgetPerson,
  newPerson,
  signInAs,
  test,
} from "./fixtures.ts";
import { letterTo } from "./mails.ts";
import { goToEnrol, introduce, newTitle, payThere, sellCourse } from "./sell-course.ts";
import { says, words, wordsFirst, wordsOnly } from "./words.ts";

test("the office moves a paid place to a dearer date, and its student pays the difference", async ({ page }) => {
  const title = newTitle("Letterpress");
  const person = newPerson();
  await sellCourse(page, { title, price: "480" });
  await goToEnrol(page, title);
  await introduce(page, person);
  await page
    .getByRole("button", { name: wordsFirst("Pay {price}") })
    .first()
    .click();
  await payThere(page);
  await expect(page).toHaveURL(/\/learning\//);
  await forgetPerson(page);

  await test.step("the dialog says what the other date costs, and asks what becomes of the difference", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/courses?q=${encodeURIComponent(title)}`);
    await page.getByRole("link", { name: title }).first().click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    await page.goto(`${new URL(page.url()).pathname}/cohorts/new`);
    await page.locator("[name=name]").fill("Another evening");
    await page.locator("[name=price]").fill("520");
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page).toHaveURL(/\/cohorts\/coh_/);
    await page.goto(`/admin/enrolments?q=${encodeURIComponent(person.email)}`);
    await page.getByRole("link", { name: person.name }).first().click();
    await page.getByText(says("admin_enrolments.move_button"), { exact: true }).first().click();
    const other = page.locator("#move-to option", { hasText: "Another evening" });
    await expect(other).toContainText("520.00");
    await expect(other).toContainText("40.00");
    await page.locator("#move-to").selectOption((await other.getAttribute("value")) ?? "");
    await page.locator("[name=difference][value=settle]").check();
    await page.locator("#move-why").fill("Choir on Thursdays.");
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await page
      .getByRole("button", { name: wordsOnly("Move") })
      .last()
      .click();
    await expect(page.getByText(says("done.move_ordered"))).toBeVisible();
    await expect(page.getByText(says("admin_enrolments.move_waits_title"))).toBeVisible();
    await expectNoAxeViolations(page);
  });

  await test.step("the student is mailed the way to pay the difference", async () => {
    const letter = await letterTo(page, person.email, "Order to pay");
    expect(letter).toContain("40.00");
    expect(letter).toMatch(/\/checkout\/\w+/);
  });
});
