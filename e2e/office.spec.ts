import { IN_ALL } from "#tests/support/browser-ways.ts";
import {
  comeAs,
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  newPerson,
  PASSWORD,
  signInAs,
  test,
} from "./fixtures.ts";
import { says, words, wordsFirst, wordsOnly } from "./words.ts";

/** A page of one person while another is at work in the same test. */
async function pageOf(page: import("@playwright/test").Page) {
  const { project } = test.info();
  const context = await page
    .context()
    .browser()
    ?.newContext({
      viewport: page.viewportSize(),
      ...(project.use.javaScriptEnabled === false ? { javaScriptEnabled: false } : {}),
      baseURL: project.use.baseURL ?? "",
    });
  if (!context) throw new Error("there is no browser to open a second person's page in");
  return context.newPage();
}

test("a course is created, sold, its enrolment refused and its ticket answered, and the audit log has it all", async ({
  page,
}) => {
  const title = `Drachen „für Groß & Klein“ ${Math.random().toString(36).slice(2, 8)}`;

  await test.step("the admin creates a course with a cohort and publishes it", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.getByLabel(words("Title")).fill(title);
    await page.getByLabel(words("Summary")).fill("Two afternoons, one kite, and a hill to try it on.");
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: words("Create the draft") }).click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.getByLabel(words("Name")).fill("Windy weekend");
    await page.getByLabel(words("Price")).fill("120.50");
    await page.getByLabel(words("Seats")).fill("5");
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: words("Add the cohort") }).click();
    await expect(page.getByText("Windy weekend").first()).toBeVisible();
    await page.goto(course);
    await page.getByRole("link", { name: words("Preview its page") }).click();
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(page).toHaveURL(`${course}/preview`);
    await expectNoAxeViolations(page);
    await page.goto(course);
    await page.getByRole("button", { name: wordsOnly("Publish"), exact: true }).click();
    // The word alone stands in a hint, too: what can be done now is there only when it is published.
    await expect(page.getByText(wordsOnly("Make it a draft"), { exact: true }).first()).toBeVisible();
  });

  const student = await pageOf(page);
  const person = newPerson();
  await test.step("a student enrols and pays", async () => {
    await student.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await student.getByRole("link", { name: title }).click();
    await student.getByRole("button", { name: words("Enrol") }).click();
    await student.getByLabel(words("Your name")).fill(person.name);
    await student.getByLabel(words("E-mail")).first().fill(person.email);
    await student.getByLabel(words("Choose a password")).fill(PASSWORD);
    await student
      .getByRole("button", { name: wordsFirst("Pay {price}") })
      .first()
      .click();
    await student.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(student).toHaveURL(/\/learning\//);
  });

  await test.step("the admin sees the enrolment and the money", async () => {
    await page.goto(`/admin/orders?q=${encodeURIComponent(person.email)}`);
    await expect(page.getByText("120.50").first()).toBeVisible();
    await expectNoAxeViolations(page);
    await page.goto(`/admin/enrolments?q=${encodeURIComponent(person.email)}`);
    await expect(page.locator("tbody").getByText(title).first()).toBeVisible();
    await expectNoAxeViolations(page);
  });

  await test.step("the student asks, support answers and closes", async () => {
    await student.goto("/help/new");
    await student.getByLabel(words("In a few words")).fill("Which string do I bring?");
    await student.getByLabel(words("Your question")).fill("I have **hemp** and nylon at home.");
    await student.getByRole("button", { name: words("Send") }).click();
    await expect(student.getByText("Which string do I bring?").first()).toBeVisible();
    const code = /T-\w+/.exec(student.url())?.[0] ?? "";
    await page.goto(`/admin/tickets/${code}`);
    await expect(page.getByText(person.name).filter({ visible: true }).first()).toBeVisible();
    await expect(page.getByText(title).filter({ visible: true }).first()).toBeVisible();
    await page.locator("textarea[name=body]").fill("Nylon, please: hemp gets heavy in the rain.");
    await page.getByRole("button", { name: words("Send and resolve") }).click();
    await expect(page.getByText("hemp gets heavy").first()).toBeVisible();
    await student.goto(`/help/${code}`);
    await expect(student.getByText("hemp gets heavy")).toBeVisible();
    await expectNoAxeViolations(student);
  });

  await test.step("the admin cancels the enrolment, and the course is closed to the student", async () => {
    await page.goto(`/admin/enrolments?q=${encodeURIComponent(person.email)}`);
    await page.getByRole("link", { name: person.name }).first().click();
    await expectNoAxeViolations(page);
    await page
      .getByRole("link", { name: words("Cancel enrolment") })
      .first()
      .click();
    await page.locator("[name=why]:visible").fill("The hill is closed.");
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: words("Do this now") }).click();
    // The word by itself: the question has it in a sentence, and the student would look before it is answered.
    await expect(page.getByText(wordsOnly("Cancelled")).first()).toBeVisible();
    await student.goto("/learning");
    await expect(student.getByRole("link", { name: title })).toHaveCount(0);
  });

  await test.step("everything is in the audit log", async () => {
    await page.goto("/admin/audit");
    await expectNoAxeViolations(page);
    for (const action of ["order.end", "ticket.answer", "payment.settle", "enrolment.create", "course.publish"]) {
      await page.goto(`/admin/audit?action=${action}`);
      await expect(page.locator("tbody tr").first(), action).toBeVisible();
    }
  });
  await student.context().close();
});

test("what two people change at the same time is both kept, or the second is told", { tag: IN_ALL }, async ({
  page,
}) => {
  await signInAs(page, "owner@demo.test");
  const late = await page.context().newPage();

  await test.step("the same course in two tabs", async () => {
    await page.goto("/admin/courses/new");
    await page.getByLabel(words("Title")).fill(`Nœuds & Knöpfe ${Math.random().toString(36).slice(2, 8)}`);
    await page.getByRole("button", { name: words("Create the draft") }).click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await late.goto(course);
    await page.getByLabel(words("Summary")).first().fill("Six knots.");
    await page
      .getByRole("button", { name: words("Save") })
      .first()
      .click();
    await expect(page.getByRole("status").filter({ hasText: words("Saved.") })).toBeVisible();
    await late.getByLabel(words("Subject")).fill("Sea");
    await late
      .getByRole("button", { name: words("Save") })
      .first()
      .click();
    await expect(late.getByText(words("This has been saved since you opened it"))).toBeVisible();
    await expect(late.getByText(says("fields.value_now", { value: "Six knots." }))).toBeVisible();
    await expect(late.getByLabel(words("Subject"))).toHaveValue("Sea");
    await late.getByLabel(words("Summary")).first().fill("Six knots.");
    await late
      .getByRole("button", { name: words("Save") })
      .first()
      .click();
    await expect(late.getByRole("status").filter({ hasText: words("Saved.") })).toBeVisible();
    await expect(late.getByLabel(words("Summary")).first()).toHaveValue("Six knots.");
  });

  await test.step("the roles of the same colleague in two tabs", async () => {
    const { name, email } = newPerson();
    await page.goto("/admin/team");
    await page.getByLabel(words("Name")).fill(name);
    await page.getByLabel(words("Address")).fill(email);
    await page.getByLabel(words("Role")).last().selectOption("support");
    await page.getByRole("button", { name: words("Invite") }).click();
    await expect(page.getByText(words("The invitation is on its way."))).toBeVisible();
    await expect(page.getByRole("table", { name: words("Pending invitations") }).getByText(email)).toBeVisible();
    const row = (tab: typeof page) => tab.getByRole("row").filter({ hasText: "farid.haddad@lindenhof.example" });
    const give = async (tab: typeof page, role: string) => {
      await row(tab).getByLabel(role, { exact: true }).check();
      await row(tab)
        .getByRole("button", { name: words("Change the roles") })
        .click();
      // On a wide screen the colleague has the role already: the narrow one came first, in the same school.
      await expect(
        tab.getByText(wordsFirst("The roles are changed.")).or(tab.getByText(wordsFirst("Nothing was changed."))),
      ).toBeVisible();
    };
    for (const tab of [page, late]) {
      await tab.goto("/admin/team?role=instructor");
      await row(tab).getByText(wordsOnly("Change roles"), { exact: true }).first().click();
    }
    const FINANCE = says("admin.finance_label");
    const SUPPORT = says("admin.support_label");
    await give(page, FINANCE);
    await give(late, SUPPORT);
    for (const role of [FINANCE, says("admin.instructor_label"), SUPPORT]) {
      await expect(row(late).getByText(role, { exact: true }).first()).toBeVisible();
    }
  });
});

test("a name and an address of any length fit the list and the page that they are in", async ({ page }) => {
  await comeAs(page, "owner@demo.test");
  const name = "Wolfeschlegelsteinhausen".repeat(5);
  const email = newPerson().email.replace("@", `@${"lindenhof".repeat(6)}.`);
  await page.goto("/admin/students/new");
  await page.getByLabel(words("Name")).fill(name);
  await page.getByLabel(words("Address")).fill(email);
  await page.getByRole("button", { name: words("Create student") }).click();
  await expect(page).toHaveURL(/usr_/);
  await expectNoSidewaysScroll(page);
  await page.goto(`/admin/students?q=${encodeURIComponent(email)}`);
  await expect(page.getByText(name).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
});
