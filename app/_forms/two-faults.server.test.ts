import { afterAll, beforeAll, expect, test } from "vitest";
import { ACTIONS, type ActionRow } from "#tests/support/route-table/actions.ts";
import { openFixtureSchool, type Fixtures } from "#tests/support/route-table/fixtures.ts";
import { fieldReader } from "#tests/support/route-table/send-form.ts";
import type { Who } from "#tests/support/route-table/who.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

let things: Fixtures;
let servers: TestServers;
let send: ReturnType<typeof fieldReader>;

beforeAll(async () => {
  things = await openFixtureSchool();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
  send = fieldReader(things, servers);
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

type Fields = Record<string, string>;
type Row = [action: string, who: Who, wrong: (things: Fixtures) => Fields, said: string[]];

const WEAK = "passwordpassword";
const BAD_IBAN = "CH93 0076 2011 6238 5295 8";
const late = { startsAt: "2030-02-01T18:00", endsAt: "2030-01-01T18:00" };

/**
 * Every form with a field that its schema does not take and one that only a rule can refuse: of the fields together, or of the
 * domain, which knows what is stored.
 */
const ROWS: Row[] = [
  [
    "app/sign-up/actions.ts#signUpAction",
    "visitor",
    () => ({ name: "", email: "a@example.org", password: WEAK }),
    ["name", "password"],
  ],
  [
    "app/enrol/[cohortId]/actions.ts#joinAndEnrolAction",
    "visitor",
    () => ({ name: "Ada", email: "nobody", password: WEAK }),
    ["email", "password"],
  ],
  [
    "app/enrol/[cohortId]/others/actions.ts#enrolOthersAction",
    "student",
    () => ({ count: "2,5", names: "Mia, not-a-mail", billingCompany: "Acme AG", billingCountry: "CH" }),
    ["billingPostCode", "billingStreet", "billingTown", "count", "names"],
  ],
  [
    "app/orders/[code]/billing/actions.ts#setBillingAction",
    "student",
    () => ({ company: "Acme AG", name: "", street: "", postCode: "", town: "", country: "CH", vatId: "CHE-1" }),
    ["name", "postCode", "street", "town", "vatId"],
  ],
  [
    "app/welcome/[secret]/actions.ts#acceptInvitationAction",
    "visitor",
    () => ({ secret: "x".repeat(43), name: "", password: WEAK }),
    ["name", "password"],
  ],
  ["app/account/actions.ts#createTokenAction", "owner", () => ({ name: "", scopes: "cakes:eat" }), ["name", "scopes"]],
  [
    "app/admin/students/new/actions.ts#createStudentAction",
    "support",
    (t) => ({ name: "", email: t.people.student.email }),
    ["email", "name"],
  ],
  [
    "app/admin/enrolments/new/actions.ts#addAction",
    "support",
    () => ({ email: "unknown@example.org", name: "", why: "" }),
    ["name", "why"],
  ],
  [
    "app/admin/courses/[id]/actions.ts#editCourseAction",
    "owner",
    () => ({ title: "", slug: "find", summary: "" }),
    ["slug", "summary", "title"],
  ],
  [
    "app/admin/courses/[id]/cohorts/actions.ts#createCohortAction",
    "owner",
    () => ({ name: "", price: "dear", ...late }),
    ["endsAt", "name", "price"],
  ],
  [
    "app/admin/courses/[id]/cohorts/actions.ts#editCohortAction",
    "owner",
    (t) => ({ cohortId: t.paidCohortId, name: "", capacity: "0", ...late }),
    ["capacity", "endsAt", "name"],
  ],
  [
    "app/admin/courses/[id]/cohorts/actions.ts#addMeetingAction",
    "owner",
    () => ({ link: "nowhere", ...late }),
    ["endsAt", "link"],
  ],
  [
    "app/admin/courses/[id]/cohorts/actions.ts#addMeetingAction",
    "owner",
    // In the second week the clocks go forward over that hour.
    () => ({
      ...{ link: "nowhere", weeks: "2", timezone: "Europe/Zurich" },
      ...{ startsAt: "2030-03-24T02:30", endsAt: "2030-03-24T04:30" },
    }),
    ["link", "startsAt"],
  ],
  [
    "app/admin/courses/[id]/cohorts/actions.ts#editMeetingAction",
    "owner",
    () => ({ link: "nowhere", ...late }),
    ["endsAt", "link"],
  ],
  [
    "app/admin/courses/[id]/materials/actions.ts#addMaterialAction",
    "owner",
    () => ({ kind: "text", title: "", body: "" }),
    ["body", "title"],
  ],
  [
    "app/admin/courses/[id]/staff/actions.ts#setStaffAction",
    "owner",
    () => ({ email: "unknown@example.org", about: "x".repeat(301) }),
    ["about", "email"],
  ],
  ["app/admin/orders/[code]/actions.ts#refundAction", "owner", () => ({ amount: "much", why: "" }), ["amount", "why"]],
  [
    "app/admin/orders/[code]/actions.ts#markSentAction",
    "owner",
    () => ({ holder: "", iban: BAD_IBAN }),
    ["holder", "iban"],
  ],
  [
    "app/orders/[code]/actions.ts#giveRefundAccountAction",
    "student",
    () => ({ holder: "", iban: BAD_IBAN }),
    ["holder", "iban"],
  ],
];

test.each(ROWS)("a form says at once all that can be known of it: %s", async (name, who, wrong, said) => {
  const row = ACTIONS[name] as ActionRow;
  expect(await send(name, row, who, { ...row.fields(things), ...wrong(things) })).toEqual(said);
});

test("a form tells nobody what only those learn who may send it", async () => {
  for (const [name, wrong] of [
    ["app/admin/students/new/actions.ts#createStudentAction", { name: "", email: things.people.owner.email }],
    [
      "app/admin/courses/[id]/cohorts/actions.ts#editCohortAction",
      { cohortId: things.paidCohortId, name: "", capacity: "0" },
    ],
    ["app/admin/courses/[id]/actions.ts#editCourseAction", { title: "", slug: "find", summary: "" }],
  ] as const) {
    const row = ACTIONS[name] as ActionRow;
    expect(await send(name, row, "student", { ...row.fields(things), ...wrong })).toEqual([
      "title" in wrong ? "title" : "name",
    ]);
  }
});
