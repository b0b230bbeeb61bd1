import { type Browser, expect as look, type Locator, type Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rateLimits, sessions, users } from "#db/schema/index.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { runtime } from "#runtime";
import { hasBrowser, openBrowser } from "#tests/support/browser.ts";
import { byTurn, inAll } from "#tests/support/left-to-all.ts";
import { openFixtureSchool, type Fixtures } from "#tests/support/route-table/fixtures.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

const PASSWORD = "a lantern in the attic 7";
const WRONG = "not the right one";
const LONG_AGO_MS = 16 * 60_000;

type Who = "owner" | "student";

type Form = {
  name: string;
  who: Who;
  path: (things: Fixtures) => string;
  /** What is pressed before the form is there to be filled in. */
  opens?: { trigger: string; isDialog: boolean; within?: (things: Fixtures) => string };
  /** The field that asks for the password. */
  confirm: (things: Fixtures) => string;
  fill: (page: Page, things: Fixtures) => Promise<void>;
  /** What was typed stands there still. */
  kept: (page: Page, things: Fixtures) => Promise<void>;
  press: string;
  done: (page: Page) => Locator;
};

const WHY = "One evening fell out.";

const FORMS: Form[] = [
  {
    name: "an API token",
    who: "owner",
    path: () => "/account",
    opens: { trigger: "Make a new token", isDialog: false },
    confirm: () => "confirm-token",
    fill: async (page) => {
      await page.locator("#token-name").fill("Spreadsheet");
      for (const scope of ["courses:read", "orders:read"]) await page.locator(`input[value="${scope}"]`).check();
    },
    kept: async (page) => {
      await look(page.locator("#token-name")).toHaveValue("Spreadsheet");
      for (const scope of ["courses:read", "orders:read"])
        await look(page.locator(`input[value="${scope}"]`)).toBeChecked();
    },
    press: "Make a token",
    done: (page) => page.getByLabel("Your new token"),
  },
  {
    name: "a calendar link",
    who: "owner",
    path: () => "/account",
    confirm: () => "confirm-calendar",
    fill: async () => {},
    kept: async () => {},
    press: "Create calendar link",
    done: (page) => page.getByLabel("The address of your calendar feed"),
  },
  {
    name: "a colleague's roles",
    who: "owner",
    path: () => "/admin/team",
    opens: {
      trigger: "Change roles",
      isDialog: false,
      within: (things) => `tr:has(#role-${things.people.support.id}-finance)`,
    },
    confirm: (things) => `confirm-${things.people.support.id}`,
    fill: (page, things) => page.locator(`#role-${things.people.support.id}-finance`).check(),
    kept: async (page, things) => look(page.locator(`#role-${things.people.support.id}-finance`)).toBeChecked(),
    press: "Change the roles",
    done: (page) => page.getByText("The roles are changed.").first(),
  },
  {
    name: "an invitation",
    who: "owner",
    path: () => "/admin/team",
    confirm: () => "confirm-invite",
    fill: async (page) => {
      await page.getByLabel("Address", { exact: true }).fill("colleague@example.org");
      await page.getByLabel("Name", { exact: true }).fill("A Colleague");
      await page.locator("select[name=role]").last().selectOption("finance");
    },
    kept: async (page) => {
      await look(page.getByLabel("Name", { exact: true })).toHaveValue("A Colleague");
      await look(page.locator("select[name=role]").last()).toHaveValue("finance");
    },
    press: "Invite",
    done: (page) => page.getByText("The invitation is on its way.").first(),
  },
  {
    name: "a large refund",
    who: "owner",
    path: (things) => `/admin/orders/${things.paidOrderCode}`,
    opens: { trigger: "Refund", isDialog: true },
    confirm: (things) => `confirm-refund-${things.settledPaymentId}`,
    fill: async (page, things) => {
      await page.locator(`#refund-amount-${things.settledPaymentId}`).fill("12.50");
      await page.locator(`#refund-${things.settledPaymentId}-why`).fill(WHY);
    },
    kept: async (page, things) => {
      await look(page.locator(`#refund-amount-${things.settledPaymentId}`)).toHaveValue("12.50");
      await look(page.locator(`#refund-${things.settledPaymentId}-why`)).toHaveValue(WHY);
    },
    press: "Ask for the refund",
    done: (page) => page.getByText("The refund is asked for.").first(),
  },
  {
    name: "an enrolment that is cancelled with a large refund",
    who: "owner",
    path: (things) => `/admin/orders/${things.paidOrderCode}/end`,
    confirm: () => "confirm-ending",
    fill: (page) => page.locator("textarea[name=why]").fill(WHY),
    kept: (page) => look(page.locator("textarea[name=why]")).toHaveValue(WHY),
    press: "Do this now",
    done: (page) => page.getByText("Done, and the refund is asked for.").first(),
  },
  {
    name: "a cohort that is cancelled with large refunds",
    who: "owner",
    path: () => `${cohortPath}/end`,
    confirm: () => "confirm-ending",
    fill: (page) => page.locator("textarea[name=why]").fill(WHY),
    kept: (page) => look(page.locator("textarea[name=why]")).toHaveValue(WHY),
    press: "Do this now",
    done: (page) => page.getByText("The cohort is cancelled").first(),
  },
  {
    name: "the account for a refund",
    who: "student",
    path: (things) => `/orders/${things.paidOrderCode}`,
    confirm: () => "confirm-refund-account",
    fill: async (page) => {
      await page.getByLabel("Account holder").fill("Noor van Dijk");
      await page.getByLabel("IBAN").fill("AT61 1904 3002 3457 3201");
    },
    kept: async (page) => {
      await look(page.getByLabel("Account holder")).toHaveValue("Noor van Dijk");
      await look(page.getByLabel("IBAN")).toHaveValue("AT61 1904 3002 3457 3201");
    },
    press: "Send the account",
    done: (page) => page.getByText("We send your refund there").first(),
  },
];

let cohortPath = "";

/** The page of a cohort in which a student has a paid place. */
async function addPaidCohort({ school }: Fixtures): Promise<string> {
  const student = await school.person("student");
  const { id, courseId } = await school.cohort({ priceMinor: 9_500 });
  const { payment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: id, studentId: student.id, provider: "bank" }),
  );
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  return `/admin/courses/${courseId}/cohorts/${id}`;
}

describe.skipIf(!hasBrowser)("a form that needs a fresh sign-in", () => {
  describe("with scripts", () => tryForms(true));
  describe("without scripts", inAll, () => tryForms(false));
});

function tryForms(javaScriptEnabled: boolean) {
  let things: Fixtures;
  let servers: TestServers;
  let browser: Browser;

  beforeAll(async () => {
    things = await openFixtureSchool();
    const passwordHash = await runtime().passwords.hash(PASSWORD);
    await things.school.database.write(async (tx) => void (await tx.update(users).set({ passwordHash })));
    cohortPath = await addPaidCohort(things);
    servers = await startServers(1, things.school.database.url, {
      MATRICULA_DATA_DIR: things.dataDir,
      MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
      MATRICULA_REFUND_CONFIRM_ABOVE: "0",
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await servers?.stop();
    await things?.close();
  });

  /** As if they had signed in so long ago. */
  async function signedInBefore(who: Who, ms: number) {
    const createdAt = new Date(Date.now() - ms);
    await things.school.database.write(async (tx) => {
      await tx.delete(rateLimits);
      const own = eq(sessions.id, things.people[who].sessionId);
      await tx.update(sessions).set({ createdAt, confirmedAt: null }).where(own);
    });
  }

  async function open(page: Page, { path, opens }: Form) {
    await page.goto(`${servers.origin}${path(things)}`);
    if (!opens) return;
    const root = opens.within ? page.locator(opens.within(things)) : page;
    const trigger =
      opens.isDialog && javaScriptEnabled
        ? root.getByRole("button", { name: opens.trigger, exact: true })
        : root.locator("summary").filter({ hasText: opens.trigger });
    await trigger.first().click();
  }

  for (const form of FORMS)
    test(`asks for the password in place: ${form.name}`, byTurn(form.name, 2), async () => {
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      try {
        await context.addCookies([
          { name: "session", value: things.people[form.who].cookie.replace("session=", ""), url: servers.origin },
        ]);
        const field = page.locator(`#${form.confirm(things)}`);
        const press = () => page.getByRole("button", { name: form.press, exact: true }).last().click();

        await signedInBefore(form.who, LONG_AGO_MS);
        await open(page, form);
        await look(field).toBeVisible();

        // Opened in time and sent too late.
        await signedInBefore(form.who, 0);
        await open(page, form);
        await look(page.getByRole("button", { name: form.press, exact: true }).last()).toBeVisible();
        await look(field).toBeHidden();
        await form.fill(page, things);
        await signedInBefore(form.who, LONG_AGO_MS);
        await press();
        await look(field).toBeVisible();
        await form.kept(page, things);

        await field.fill(WRONG);
        await press();
        await look(page.getByText("That is not your current password.").first()).toBeVisible();
        await look(field).toHaveValue("");
        await form.kept(page, things);

        await field.fill(PASSWORD);
        await press();
        await look(form.done(page)).toBeVisible();
        expect(page.url()).not.toContain("sign-in");
      } finally {
        await context.close();
      }
    });
}
