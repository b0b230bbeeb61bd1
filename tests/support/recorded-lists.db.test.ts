import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listTeam } from "#domain/accounts/list-team.ts";
import { cohortPages, coursePages } from "#domain/api/courses.ts";
import { enrolmentPages } from "#domain/api/enrolments.ts";
import { orderPages, paymentPages } from "#domain/api/orders.ts";
import { studentPages } from "#domain/api/students.ts";
import { ticketPages } from "#domain/api/tickets.ts";
import { waitingPages } from "#domain/api/waiting.ts";
import { listAudit, streamAudit } from "#domain/audit/list-audit.ts";
import { listCourses, streamCourses } from "#domain/courses/list-courses.ts";
import { listEnrolments, streamEnrolments } from "#domain/enrolments/list-enrolments.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { listMyOrders } from "#domain/learning/list-my-orders.ts";
import { listMails, streamMails } from "#domain/mail/list-mails.ts";
import { listOrders, streamOrders } from "#domain/orders/list-orders.ts";
import { listPeople, streamPeople } from "#domain/students/list-people.ts";
import { listMyTickets } from "#domain/tickets/list-my-tickets.ts";
import { listTickets, type QueueFilters, streamTickets } from "#domain/tickets/list-tickets.ts";
import { idOf, type ListedSchool, openListedSchool } from "./listed-school.ts";

let school: ListedSchool;
beforeAll(async () => {
  school = await openListedSchool();
});
afterAll(() => school.drop());

/*
 * What every list answers, as it was before the lists had one engine: a line says which rows, in which order, and holds a
 * digest of all that is said of them. Both engines give the same file.
 */

/** What rows are sorted by is nobody's to see. */
const WITHOUT_KEYS = (name: string, value: unknown) => (/(Key|urgency)$/.test(name) ? undefined : value);
const inOrder = (value: unknown): unknown =>
  value && typeof value === "object" && !Array.isArray(value) && !(value instanceof Date)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
const written = (value: unknown) => JSON.stringify(value, (name, each) => inOrder(WITHOUT_KEYS(name, each)));

/** The number in a made-up id; of what shows none, its code. */
const shortOf = (row: { id?: string; seq?: number; code?: string }) =>
  row.seq ?? (row.id ? Number(row.id.slice(4, 16)) : row.code);

function lineOf(name: string, asked: unknown, rows: object[], about = "") {
  const digest = createHash("sha256").update(written(rows)).digest("hex").slice(0, 16);
  return `${name} ${JSON.stringify(asked)}${about}: ${rows.map(shortOf).join(" ")} # ${digest}\n`;
}

async function gather<Row>(batches: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

type Numbered<Row> = { items: Row[]; total: number; isMore?: boolean; page: number };

/** Pages and export of a list of the office, by every order of it and with each filter. */
async function recordList<Row extends object, Filters extends object, Sort extends string>(
  name: string,
  sorts: readonly Sort[],
  filters: Filters[],
  list: (filters: Filters, view: { sort: Sort; direction: "asc" | "desc"; page: number }) => Promise<Numbered<Row>>,
  stream: (filters: Filters, view: { sort: Sort; direction: "asc" | "desc" }) => AsyncIterable<Row[]>,
): Promise<string> {
  const [none = {} as Filters, ...others] = filters;
  const lines: string[] = [];
  const record = async (asked: Filters, sort: Sort, direction: "asc" | "desc", page: number) => {
    const answer = await list(asked, { sort, direction, page });
    const about = ` ${sort} ${direction} page ${answer.page} of ${answer.total}${answer.isMore ? "+" : ""}`;
    lines.push(lineOf(name, asked, answer.items, about));
  };
  for (const sort of sorts) {
    for (const direction of ["asc", "desc"] as const) {
      for (const page of [1, 2, 3, 9]) await record(none, sort, direction, page);
      lines.push(
        lineOf(`${name} export`, none, await gather(stream(none, { sort, direction })), ` ${sort} ${direction}`),
      );
      for (const asked of others) await record(asked, sort, direction, 1);
    }
  }
  return lines.join("");
}

/** A list of the API, page by page, with each filter. */
async function recordApi<Row extends object, Input extends object>(
  name: string,
  filters: Input[],
  list: (input: Input & { limit: number; cursor?: string }) => Promise<{ items: Row[]; nextCursor: string | null }>,
): Promise<string> {
  const lines: string[] = [];
  for (const asked of filters) {
    let cursor: string | undefined;
    do {
      const answer = await list({ ...asked, limit: 20, ...(cursor ? { cursor } : {}) });
      lines.push(lineOf(`api ${name}`, asked, answer.items, ` then ${answer.nextCursor ?? "nothing"}`));
      cursor = answer.nextCursor ?? undefined;
    } while (cursor);
  }
  return lines.join("");
}

/** A day into the moments of the rows, which lie a few hours apart. */
const days = () => {
  const at = (hours: number) => new Date(school.clock().getTime() - hours * 3_600_000);
  return [{ from: at(50) }, { until: at(50) }, { from: at(55), until: at(45) }];
};

test("orders", async () => {
  const read = school.reading(school.actorWith("finance"));
  const states = (["draft", "awaiting_payment", "paid", "expired", "cancelled"] as const).map((state) => ({ state }));
  const needs = (["review", "transfer", "payout", "refund", "dispute"] as const).map((need) => ({ need }));
  const providers = (["sandbox", "stripe", "bank"] as const).map((provider) => ({ provider }));
  const words = [
    "ana",
    "oberg",
    "person7@example.org",
    "480",
    "100%",
    idOf("ord", 7),
    idOf("usr", 9),
    `ref_${idOf("pay", 9)}`,
  ];
  const filters = [{}, ...states, ...needs, ...providers, ...days(), ...words.map((q) => ({ q }))];
  const both = [
    { state: "paid", provider: "bank" },
    { state: "paid", q: "ana", need: "review" },
  ] as const;
  const recorded = await recordList(
    "orders",
    ["created", "code"],
    [...filters, ...both] as Parameters<typeof listOrders>[1][],
    (asked, view) => listOrders(read, asked, view),
    (asked, view) => streamOrders(read, asked, view),
  );
  await expect(recorded).toMatchFileSnapshot("./recorded-lists/orders.txt");
});

test("enrolments", async () => {
  const read = school.reading(school.actorWith("support"));
  const states = (["pending", "active", "suspended", "completed", "cancelled", "revoked"] as const).map((state) => ({
    state,
  }));
  const places = [
    { courseId: idOf("crs", 2) },
    { cohortId: idOf("coh", 6) },
    { state: "active", courseId: idOf("crs", 1) },
  ];
  const words = ["ana", "keller", "person7@example.org", idOf("enr", 7), idOf("usr", 9), "nobody at all"].map((q) => ({
    q,
  }));
  const recorded = await recordList(
    "enrolments",
    ["created", "student"],
    [{}, ...states, ...places, ...days(), ...words] as Parameters<typeof listEnrolments>[1][],
    (asked, view) => listEnrolments(read, asked, view),
    (asked, view) => streamEnrolments(read, asked, view),
  );
  await expect(recorded).toMatchFileSnapshot("./recorded-lists/enrolments.txt");
});

test("people", async () => {
  const read = school.reading(school.actorWith("admin"));
  const statuses = (["active", "disabled", "unverified"] as const).map((status) => ({ status }));
  const words = ["ana", "oberg ana", "person7@example.org", idOf("usr", 9), "'"].map((q) => ({ q }));
  const others = [{ who: "students" }, { who: "team" }, { who: "students", status: "active", q: "ana" }] as const;
  const recorded = await recordList(
    "people",
    ["created", "name"],
    [{}, ...statuses, ...others, ...days(), ...words] as Parameters<typeof listPeople>[1][],
    (asked, view) => listPeople(read, asked, view),
    (asked, view) => streamPeople(read, asked, view),
  );
  await expect(recorded).toMatchFileSnapshot("./recorded-lists/people.txt");
});

test.each(["admin", "instructor"] as const)("courses, for somebody who is %s", async (role) => {
  const read = school.reading(school.actorWith(role));
  const states = (["draft", "published", "archived"] as const).map((state) => ({ state }));
  const words = ["apfel", "book", "number 7", "crafts music"].map((q) => ({ q }));
  const recorded = await recordList(
    `courses for ${role}`,
    ["title", "subject", "created"],
    [{}, ...states, { subject: "Music" }, { subject: "Crafts", state: "draft" }, ...words] as Parameters<
      typeof listCourses
    >[1][],
    (asked, view) => listCourses(read, asked, view),
    (asked, view) => streamCourses(read, asked, view),
  );
  await expect(recorded).toMatchFileSnapshot(`./recorded-lists/courses-${role}.txt`);
});

test("the audit log", async () => {
  const read = school.reading(school.actorWith("admin"));
  const narrowed = [{ who: "ana" }, { who: "purge" }, { who: idOf("usr", 1) }, { action: "order.cancel" }];
  const things = [{ isSecurity: true }, { objectType: "user" }, { objectType: "order", objectId: idOf("ord", 6) }];
  const recorded = await recordList(
    "audit",
    ["seq"],
    [{}, ...narrowed, ...things, ...days()] as Parameters<typeof listAudit>[1][],
    (asked, view) => listAudit(read, asked, view),
    (asked, view) => streamAudit(read, asked, view),
  );
  await expect(recorded).toMatchFileSnapshot("./recorded-lists/audit.txt");
});

test("mails", async () => {
  const read = school.reading(school.actorWith("support"));
  const statuses = (["waiting", "sent", "kept", "failed"] as const).map((status) => ({ status }));
  const words = ["ana", "person7@example.org", "EXAMPLE.org", "nobody"].map((to) => ({ to }));
  const recorded = await recordList(
    "mails",
    ["created"],
    [{}, ...statuses, { kind: "offer" }, { kind: "offer", status: "sent" }, ...words, ...days()] as Parameters<
      typeof listMails
    >[1][],
    (asked, view) => listMails(read, asked, view),
    (asked, view) => streamMails(read, asked, view),
  );
  await expect(recorded).toMatchFileSnapshot("./recorded-lists/mails.txt");
});

test("tickets", async () => {
  const read: ReadCtx = { ...school.reading(school.actorWith("support")), language: "de" };
  const always: QueueFilters = { state: "all", assignee: "anyone", sort: "newest", page: 1 };
  const narrowed: Partial<QueueFilters>[] = [
    ...[{}, { page: 2 }, { page: 3 }, { page: 9 }, { state: "unresolved" }, { state: "merged" }, { assignee: "mine" }],
    ...[{ assignee: "unassigned" }, { priority: "urgent" }, { about: "course" }, { about: "payment" }, { q: "arger" }],
    ...[{ q: "ana invoice" }, { q: "wrong_" }, { q: "person7@example.org", state: "unresolved" }],
  ] as Partial<QueueFilters>[];
  const lines: string[] = [];
  for (const sort of ["newest", "oldest", "priority"] as const) {
    for (const asked of narrowed) {
      const filters = { ...always, sort, ...asked };
      const { rows, page, hasNext } = await listTickets(read, filters);
      lines.push(lineOf("tickets", { sort, ...asked }, rows, ` page ${page}${hasNext ? ", and more" : ""}`));
      if (sort !== "newest" || asked.page) continue;
      lines.push(lineOf("tickets export", asked, await gather(streamTickets(read, filters))));
    }
  }
  await expect(lines.join("")).toMatchFileSnapshot("./recorded-lists/tickets.txt");
});

test("what is one's own, and the team", async () => {
  const mine = school.actorWith("student");
  const read = school.reading(mine);
  const office = school.reading(school.actorWith("owner"));
  const lines: string[] = [];
  for (const page of [1, 2, 0, 9]) {
    const orders = await listMyOrders(read, mine.id, page);
    lines.push(lineOf("my orders", { page }, orders.items, ` page ${orders.page} of ${orders.total}`));
    const tickets = await listMyTickets(read, mine.id, page);
    lines.push(lineOf("my tickets", { page }, tickets.items, ` page ${tickets.page} of ${tickets.total}`));
    const team = await listTeam(office, { page });
    lines.push(lineOf("team", { page }, team.items, ` page ${team.page} of ${team.total}`));
  }
  const owners = await listTeam(office, { role: "owner" });
  lines.push(lineOf("team", { role: "owner" }, owners.items, ` of ${owners.total}`));
  await expect(lines.join("")).toMatchFileSnapshot("./recorded-lists/own.txt");
});

test.each(["owner", "instructor", "student"] as const)("the API, for somebody who is %s", async (role) => {
  const read = school.reading(school.actorWith(role));
  const [usr, crs, coh] = [idOf("usr", 10), idOf("crs", 1), idOf("coh", 3)];
  const recorded = [
    await recordApi(
      "orders",
      [{}, { buyerId: usr }, { state: "paid" as const }, { need: "review" as const }, { need: "transfer" as const }],
      (input) => orderPages.after(read, input),
    ),
    await recordApi("payments", [{}, { orderId: idOf("ord", 3) }, { state: "settled" as const }], (input) =>
      paymentPages.after(read, input),
    ),
    await recordApi(
      "enrolments",
      [{}, { studentId: usr }, { cohortId: coh }, { courseId: crs, state: "active" as const }],
      (input) => enrolmentPages.after(read, input),
    ),
    await recordApi("students", [{}, { email: " Person10@example.org" }, { q: "ana ob" }, { q: "-" }], (input) =>
      studentPages.after(read, input),
    ),
    await recordApi(
      "courses",
      [{}, { state: "draft" as const }, { subject: "Music" }, { level: "any" as const, q: "apfel" }],
      (input) => coursePages.after(read, input),
    ),
    await recordApi("cohorts", [{}, { courseId: crs }, { state: "cancelled" as const }], (input) =>
      cohortPages.after(read, input),
    ),
    await recordApi(
      "tickets",
      [{}, { state: "open" as const }, { requesterId: usr }, { assigneeId: idOf("usr", 3) }],
      (input) => ticketPages.after(read, input),
    ),
    await recordApi("waiting", [{}, { cohortId: coh }, { state: "waiting" as const }], (input) =>
      waitingPages.after(read, input),
    ),
  ];
  await expect(recorded.join("")).toMatchFileSnapshot(`./recorded-lists/api-${role}.txt`);
});
