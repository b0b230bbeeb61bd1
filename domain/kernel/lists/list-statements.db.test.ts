import BetterSqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { enterRequestStatements } from "#db/request-statements.ts";
import { listTeam } from "../../accounts/list-team.ts";
import { cohortPages, coursePages } from "../../api/courses.ts";
import { enrolmentPages } from "../../api/enrolments.ts";
import { orderPages, paymentPages } from "../../api/orders.ts";
import { renewalPages } from "../../api/renewals.ts";
import { studentPages } from "../../api/students.ts";
import { ticketPages } from "../../api/tickets.ts";
import { waitingPages } from "../../api/waiting.ts";
import { auditList } from "../../audit/list-audit.ts";
import { courseList } from "../../courses/list-courses.ts";
import { enrolmentList, listNewestEnrolments } from "../../enrolments/list-enrolments.ts";
import { renewalList } from "../../enrolments/list-renewals.ts";
import { listMyOrders } from "../../learning/list-my-orders.ts";
import { mailList } from "../../mail/list-mails.ts";
import { listNewestOrders, orderList } from "../../orders/list-orders.ts";
import { personList } from "../../students/list-people.ts";
import { getDesk } from "../../tickets/get-desk.ts";
import { listMyTickets } from "../../tickets/list-my-tickets.ts";
import { listTickets } from "../../tickets/list-tickets.ts";
import type { ReadCtx } from "../command.ts";
import { NEWEST_MAX } from "../get-page-window.ts";
import { type ListedSchool, openListedSchool } from "#tests/support/listed-school.ts";

let school: ListedSchool;
let office: ReadCtx;
beforeAll(async () => {
  school = await openListedSchool();
  office = school.reading(school.actorWith("owner"));
});
afterAll(() => school.drop());

type Sorted = {
  sorts: readonly string[];
  page(ctx: ReadCtx, filters: object, view: { sort: never; direction: "asc" | "desc"; page: number }): Promise<unknown>;
};
const OFFICE: Record<string, Sorted> = {
  ...{ orders: orderList, enrolments: enrolmentList, people: personList },
  ...{ courses: courseList, audit: auditList, mails: mailList, renewals: renewalList },
};
const PAGES = {
  ...{ orders: orderPages, payments: paymentPages, enrolments: enrolmentPages, students: studentPages },
  ...{ courses: coursePages, cohorts: cohortPages, tickets: ticketPages, waiting: waitingPages },
  ...{ renewals: renewalPages },
};
/** A school has too few courses for an index of their subjects. */
const SORTED_IN_MEMORY = "subject";

/** What the database is asked meanwhile. */
async function statementsOf(run: () => Promise<unknown>): Promise<string[]> {
  const counted = { statements: 0, ms: 0, isShown: false, texts: [] as string[] };
  enterRequestStatements(counted);
  await run();
  return counted.texts;
}

test("a page of any list is one statement for its rows and one for their count, however much it shows of each", async () => {
  const me = school.actorWith("student");
  const asked: [name: string, run: () => Promise<unknown>, statements: number][] = [
    ...Object.entries(OFFICE).map(
      ([name, list]) =>
        [name, () => list.page(office, {}, { sort: list.sorts[0] as never, direction: "desc", page: 1 }), 2] as const,
    ),
    ...Object.entries(PAGES).map(
      ([name, list]) => [`api ${name}`, () => list.after(office, { limit: 25 }), 1] as const,
    ),
    ["team", () => listTeam(office), 2],
    ["my orders", () => listMyOrders(school.reading(me), me.id, 1), 2],
    ["my tickets", () => listMyTickets(school.reading(me), me.id, 1), 2],
    ["tickets", () => listTickets(office, { state: "all", assignee: "anyone", sort: "newest", page: 1 }), 1],
  ].map((each) => [...each] as never);
  for (const [name, run, statements] of asked) {
    expect([name, (await statementsOf(run)).length]).toEqual([name, statements]);
  }
});

/** The rows' statement of each list in each order, and of each walk of a program; and what stands around the list of tickets. */
async function rowStatements(): Promise<[name: string, text: string][]> {
  const found: [string, string][] = [];
  for (const [name, list] of Object.entries(OFFICE)) {
    for (const sort of list.sorts as readonly never[]) {
      if (sort === SORTED_IN_MEMORY) continue;
      for (const direction of ["asc", "desc"] as const) {
        const texts = await statementsOf(() => list.page(office, {}, { sort, direction, page: 2 }));
        found.push([`${name} by ${sort} ${direction}`, texts.at(-1) ?? ""]);
      }
    }
  }
  for (const [name, list] of Object.entries(PAGES)) {
    const { nextCursor } = await list.after(office, { limit: 1 });
    const cursor = nextCursor ?? undefined;
    const [text = ""] = await statementsOf(() => list.after(office, { limit: 2, cursor }));
    found.push([`api ${name}`, text]);
  }
  const [desk = ""] = await statementsOf(() => getDesk(office));
  found.push(["the desk's views and people", desk]);
  return found;
}

test("what a student's page shows of their orders and enrolments is the beginning of the lists", async () => {
  const { id } = school.actorWith("student");
  const newest = { sort: "created", direction: "desc", page: 1 } as const;
  const orders = await orderList.page(office, { q: id }, newest);
  const enrolments = await enrolmentList.page(office, { q: id }, newest);
  expect(orders.items.length * enrolments.items.length).toBeGreaterThan(0);
  expect(await listNewestOrders(office, id)).toEqual(orders.items.slice(0, NEWEST_MAX));
  expect(await listNewestEnrolments(office, id)).toEqual(enrolments.items.slice(0, NEWEST_MAX));
});

type Step = { id: number; parent: number; detail: string };

test.skipIf(engine === "postgres")("no page sorts or scans the whole table, and no row looks at one", async () => {
  const file = new BetterSqlite(school.database.url);
  const wrong: string[] = [];
  const statements = await rowStatements();
  for (const [name, text] of statements) {
    const params = Array(text.match(/\?/g)?.length ?? 0).fill(null);
    const steps = file.prepare(`explain query plan ${text}`).all(...params) as Step[];
    const within = (step: Step, top: RegExp): boolean => {
      const parent = steps.find(({ id }) => id === step.parent);
      return parent !== undefined && (top.test(parent.detail) || within(parent, top));
    };
    for (const step of steps) {
      const isFinding = within(step, /^LIST SUBQUERY/);
      const isOfRow = within(step, /^CORRELATED/);
      // Names that are equal are sorted by id: a few at a time.
      if (isFinding && /TEMP B-TREE FOR ORDER BY/.test(step.detail)) wrong.push(`${name}: ${step.detail}`);
      // What was gathered of a row is a few.
      if (isOfRow && /^SCAN (?!gathered)|\(state=\?\)/.test(step.detail)) wrong.push(`${name}: ${step.detail}`);
      if (!isFinding && /^SCAN (?!gathered)/.test(step.detail)) wrong.push(`${name}: ${step.detail}`);
    }
  }
  file.close();
  expect(statements.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});
