import { IN_ALL } from "#tests/support/browser-ways.ts";
import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  newPerson,
  PASSWORD,
  signInAs,
  test,
} from "./fixtures.ts";
import { addressOf, says, words, wordsOnly } from "./words.ts";

/** The desk writes to the demo's student; what comes of it is this test's own ticket. */
test("the desk writes to a student, and closes or merges the ticket only when it has been asked", {
  tag: IN_ALL,
}, async ({ page }) => {
  const subject = `Your call ${Math.random().toString(36).slice(2, 8)}`;
  await signInAs(page, "support@demo.test");
  await page.goto("/admin/students?q=student%40demo.test");
  await page.locator('a[href^="/admin/students/usr_"]').first().click();
  await page.getByRole("link", { name: words("Write to them") }).click();
  await expect(page).toHaveURL(/\/ticket$/);
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel(words("In a few words")).fill(subject);
  await page.getByLabel(words("Message")).fill("As we said on the phone.");
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page).toHaveURL(/\/admin\/tickets\/T-/);
  await expect(page.getByRole("heading", { level: 1, name: subject })).toBeVisible();

  await test.step("a merge that is refused says so where it was asked", async () => {
    await page.getByText(wordsOnly("More"), { exact: true }).click();
    await page.getByText(wordsOnly("Merge"), { exact: true }).click();
    await page.getByLabel(words("Into which")).fill("T-99999");
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: words("Merge the tickets") }).click();
    await expect(page.getByText(words("This student has no ticket with that code.")).first()).toBeVisible();
    await expect(page.getByLabel(words("Into which"))).toHaveValue("T-99999");
  });

  await test.step("closing asks first, and nothing happens until it is answered", async () => {
    await page.goto(page.url());
    await page.getByText(wordsOnly("More"), { exact: true }).click();
    await page.getByText(wordsOnly("Close"), { exact: true }).first().click();
    await expect(page.getByText(words("can read it but no longer reply")).first()).toBeVisible();
    await expect(page.getByText(words("Closed. Reopen it to write"))).toBeHidden();
    await page.getByRole("button", { name: words("Close the ticket") }).click();
    await expect(page.getByText(words("Closed. Reopen it to write"))).toBeVisible();
  });
});

test("a deed is said once, and not over a refusal that follows it", async ({ page }) => {
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/team");
  const { name, email } = newPerson();
  await page.getByLabel(words("Name")).first().fill(name);
  await page.getByLabel(words("Address")).fill(email);
  await page.getByLabel(words("Role")).last().selectOption("support");
  await page.getByRole("button", { name: wordsOnly("Invite"), exact: true }).click();
  const said = page.getByRole("dialog", { name: words("Message") });
  await expect(said).toBeVisible();
  await page.getByRole("button", { name: words("Close") }).click();
  await expect(said).toBeHidden();
  await page.getByLabel(words("Name")).first().fill("Somebody");
  await page.getByLabel(words("Address")).fill("somebody@example.org");
  await page
    .getByLabel(words("Role"))
    .last()
    .evaluate((select: HTMLSelectElement) => {
      select.required = false;
    });
  await page.getByRole("button", { name: wordsOnly("Invite"), exact: true }).click();
  await expect(page.getByLabel(words("Name")).first()).toHaveValue("Somebody");
  await expect(page.locator("[data-field-error]").first()).toBeVisible();
  await expect(said).toBeHidden();
});

test("an office list's filters are folded on a phone, and what is set can be taken off", async ({ page, isMobile }) => {
  await signInAs(page, "support@demo.test");
  await page.goto("/admin/enrolments?state=active&from=2020-01-05");
  await expectNoAxeViolations(page);
  const filter = `${says("admin_enrolments.state_label")}: ${says("admin.enrolment_active")}`;
  const chip = page.getByRole("link", { name: `${says("admin.remove_filter")} ${filter}` });
  if (!isMobile) {
    await expect(chip).toBeHidden();
    await expect(page.getByLabel(words("State"))).toBeVisible();
    return;
  }
  await expect(page.getByLabel(words("State"))).toBeHidden();
  await page.getByText(says("admin.more_filters", { count: 2 })).click();
  await expect(page.getByLabel(words("State"))).toHaveValue("active");
  await page.getByText(says("admin.more_filters", { count: 2 })).click();
  await chip.click();
  await expect(page).toHaveURL(/\/admin\/enrolments\?from=2020-01-05$/);
  await expect(page.getByText(says("admin.more_filters", { count: 1 }))).toBeVisible();
});

test("what a search leaves empty stays out of its address", async ({ page }) => {
  await page.goto(addressOf("/courses"));
  await page.getByLabel(words("Search courses")).fill("book");
  await page.getByLabel(words("Search courses")).press("Enter");
  await expect(page).toHaveURL(/\/courses\/find\?q=book$/);
});

test("a message with a long name and a long file name stays on the screen", { tag: IN_ALL }, async ({ page }) => {
  const { email } = newPerson();
  await page.goto("/sign-up?next=/help/new");
  await page
    .getByLabel(words("Your name"))
    .fill("Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschafers");
  await page.getByLabel(words("E-mail")).fill(email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page.getByRole("button", { name: words("Create my account") }).click();
  await page.getByLabel(words("In a few words")).fill("A scan");
  await page.getByLabel(words("Your question")).fill("Here it is.");
  const name = `${"scan-of-the-certificate-".repeat(6)}.txt`;
  await page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from("A") });
  await page.getByRole("button", { name: words("Send") }).click();
  await expect(page.getByRole("heading", { level: 1, name: "A scan" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  const box = await page.getByRole("article").boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
});
