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
  const title = `Kite building ${Math.random().toString(36).slice(2, 8)}`;

  await test.step("the admin creates a course with a cohort and publishes it", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto("/admin/courses/new");
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("Summary").fill("Two afternoons, one kite, and a hill to try it on.");
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: "Create the draft" }).click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await page.goto(`${course}/cohorts/new`);
    await page.getByLabel("Name").fill("Windy weekend");
    await page.getByLabel("Price").fill("120.50");
    await page.getByLabel("Seats").fill("5");
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: "Add the cohort" }).click();
    await expect(page.getByText("Windy weekend").first()).toBeVisible();
    await page.goto(course);
    await page.getByRole("link", { name: "Preview its page" }).click();
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(page).toHaveURL(`${course}/preview`);
    await expectNoAxeViolations(page);
    await page.goto(course);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    // The word alone stands in a hint, too: what can be done now is there only when it is published.
    await expect(page.getByText("Make it a draft", { exact: true }).first()).toBeVisible();
  });

  const student = await pageOf(page);
  const person = newPerson();
  await test.step("a student enrols and pays", async () => {
    await student.goto(`/courses/find?q=${encodeURIComponent(title)}`);
    await student.getByRole("link", { name: title }).click();
    await student.getByRole("button", { name: "Enrol" }).click();
    await student.getByLabel("Your name").fill(person.name);
    await student.getByLabel("E-mail").first().fill(person.email);
    await student.getByLabel("Choose a password").fill(PASSWORD);
    await student.getByRole("button", { name: /^Pay/ }).first().click();
    await student.getByRole("button", { name: /^Pay/ }).click();
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
    await student.getByLabel("In a few words").fill("Which string do I bring?");
    await student.getByLabel("Your question").fill("I have **hemp** and nylon at home.");
    await student.getByRole("button", { name: "Send" }).click();
    await expect(student.getByText("Which string do I bring?").first()).toBeVisible();
    const code = /T-\w+/.exec(student.url())?.[0] ?? "";
    await page.goto(`/admin/tickets/${code}`);
    await expect(page.getByText(person.name).filter({ visible: true }).first()).toBeVisible();
    await expect(page.getByText(title).filter({ visible: true }).first()).toBeVisible();
    await page.locator("textarea[name=body]").fill("Nylon, please: hemp gets heavy in the rain.");
    await page.getByRole("button", { name: "Send and resolve" }).click();
    await expect(page.getByText("hemp gets heavy").first()).toBeVisible();
    await student.goto(`/help/${code}`);
    await expect(student.getByText("hemp gets heavy")).toBeVisible();
    await expectNoAxeViolations(student);
  });

  await test.step("the admin cancels the enrolment, and the course is closed to the student", async () => {
    await page.goto(`/admin/enrolments?q=${encodeURIComponent(person.email)}`);
    await page.getByRole("link", { name: person.name }).first().click();
    await expectNoAxeViolations(page);
    await page.getByText("Cancel enrolment").first().click();
    await page.locator("[name=why]:visible").fill("The hill is closed.");
    await page.getByRole("button", { name: "Cancel enrolment" }).last().click();
    await expect(page.getByText("Cancelled").first()).toBeVisible();
    await student.goto("/learning");
    await expect(student.getByRole("link", { name: title })).toHaveCount(0);
  });

  await test.step("everything is in the audit log", async () => {
    await page.goto("/admin/audit");
    await expectNoAxeViolations(page);
    for (const action of [
      "enrolment.cancel",
      "ticket.answer",
      "payment.settle",
      "enrolment.create",
      "course.publish",
    ]) {
      await page.goto(`/admin/audit?action=${action}`);
      await expect(page.locator("tbody tr").first(), action).toBeVisible();
    }
  });
  await student.context().close();
});

test("what two people change at the same time is both kept, or the second is told", async ({ page }) => {
  await signInAs(page, "owner@demo.test");
  const late = await page.context().newPage();

  await test.step("the same course in two tabs", async () => {
    await page.goto("/admin/courses/new");
    await page.getByLabel("Title").fill(`Rope work ${Math.random().toString(36).slice(2, 8)}`);
    await page.getByRole("button", { name: "Create the draft" }).click();
    await expect(page).toHaveURL(/\/admin\/courses\/crs_/);
    const course = new URL(page.url()).pathname;
    await late.goto(course);
    await page.getByLabel("Summary").first().fill("Six knots.");
    await page.getByRole("button", { name: "Save" }).first().click();
    await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
    await late.getByLabel("Subject").fill("Sea");
    await late.getByRole("button", { name: "Save" }).first().click();
    await expect(late.getByText("This has been saved since you opened it")).toBeVisible();
    await expect(late.getByText("It is “Six knots.” now.")).toBeVisible();
    await expect(late.getByLabel("Subject")).toHaveValue("Sea");
    await late.getByLabel("Summary").first().fill("Six knots.");
    await late.getByRole("button", { name: "Save" }).first().click();
    await expect(late.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
    await expect(late.getByLabel("Summary").first()).toHaveValue("Six knots.");
  });

  await test.step("the roles of the same colleague in two tabs", async () => {
    const { name, email } = newPerson();
    await page.goto("/admin/team");
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Address").fill(email);
    await page.getByLabel("Role").last().selectOption("support");
    await page.getByRole("button", { name: "Invite" }).click();
    await expect(page.getByText("The invitation is on its way.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Pending invitations" }).getByText(email)).toBeVisible();
    const row = (tab: typeof page) => tab.getByRole("row").filter({ hasText: "farid.haddad@lindenhof.example" });
    const give = async (tab: typeof page, role: string) => {
      await row(tab).getByLabel(role, { exact: true }).check();
      await row(tab).getByRole("button", { name: "Change the roles" }).click();
      // On a wide screen the colleague has the role already: the narrow one came first, in the same school.
      await expect(tab.getByText(/^(The roles are changed\.|Nothing was changed\.)/)).toBeVisible();
    };
    for (const tab of [page, late]) {
      await tab.goto("/admin/team?role=instructor");
      await row(tab).getByText("Change roles").click();
    }
    await give(page, "Finance");
    await give(late, "Support");
    for (const role of ["Finance", "Instructor", "Support"]) {
      await expect(row(late).getByText(role, { exact: true }).first()).toBeVisible();
    }
  });
});

test("a name and an address of any length fit the list and the page that they are in", async ({ page }) => {
  await comeAs(page, "owner@demo.test");
  const name = "Wolfeschlegelsteinhausen".repeat(5);
  const email = newPerson().email.replace("@", `@${"lindenhof".repeat(6)}.`);
  await page.goto("/admin/students/new");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Address").fill(email);
  await page.getByRole("button", { name: "Create student" }).click();
  await expect(page).toHaveURL(/usr_/);
  await expectNoSidewaysScroll(page);
  await page.goto(`/admin/students?q=${encodeURIComponent(email)}`);
  await expect(page.getByText(name).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
});
