import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { auditLog, courses, orders, tickets, userRoles, users } from "#db/schema/index.ts";
import { idOf, type ListedSchool, openListedSchool } from "#tests/support/listed-school.ts";
import { enrolmentPages } from "../../api/enrolments.ts";
import { orderPages } from "../../api/orders.ts";
import { studentPages } from "../../api/students.ts";
import { ticketPages } from "../../api/tickets.ts";
import { listAudit, streamAudit } from "../../audit/list-audit.ts";
import { listEnrolments, streamEnrolments } from "../../enrolments/list-enrolments.ts";
import { listOrders, streamOrders } from "../../orders/list-orders.ts";
import { listPeople, personList, streamPeople } from "../../students/list-people.ts";
import { listTickets, type QueueFilters, streamTickets } from "../../tickets/list-tickets.ts";
import type { ReadCtx } from "../command.ts";
import { addMs } from "../clock.ts";
import { defineList } from "./define-list.ts";
import { defineView } from "./define-view.ts";

let school: ListedSchool;
let office: ReadCtx;
beforeAll(async () => {
  school = await openListedSchool();
  office = school.reading(school.actorWith("owner"));
});
afterAll(() => school.drop());

async function gather<Row>(batches: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

/** Walks a list of the API to its end, `between` each two pages. */
async function walk<Row extends { id: string }>(
  after: (input: { limit: number; cursor?: string }) => Promise<{ items: Row[]; nextCursor: string | null }>,
  limit: number,
  between: (seen: string[]) => Promise<void> = async () => {},
): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await after({ limit, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...items.map(({ id }) => id));
    if (nextCursor === null) return seen;
    // A cursor that does not move would walk for ever.
    expect(nextCursor).not.toBe(cursor);
    cursor = nextCursor;
    await between(seen);
  }
}

const everything = { state: "all", assignee: "anyone", sort: "newest" } as const;
/** The ways to look at the desk. */
const QUEUES = (["all", "unresolved", "resolved"] as const).flatMap((state) =>
  (["anyone", "mine", "unassigned"] as const).map((assignee) => ({ ...everything, state, assignee, page: 1 })),
);

test("a page that is asked for again is what is asked for now: by whom, in which words, order and language", async () => {
  await school.database.write((tx) => tx.update(courses).set({ translations: { de: { title: "Buchbinden" } } }));
  const german = { ...office, language: "de" };
  const other = { ...office, actor: school.actorWith("support") };
  for (const _ of ["first", "kept"]) {
    for (const ctx of [office, german, other]) {
      for (const queue of QUEUES) {
        // A file is never kept.
        const all = await gather(streamTickets(ctx, queue));
        expect((await listTickets(ctx, queue)).rows).toEqual(all.slice(0, 25));
      }
    }
    for (const direction of ["asc", "desc"] as const) {
      const view = { sort: "created", direction } as const;
      const pages = [1, 2, 3].map((page) => listOrders(office, {}, { ...view, page }));
      const shown = (await Promise.all(pages)).flatMap(({ items }) => items);
      expect(shown).toEqual(await gather(streamOrders(office, {}, view)));
    }
  }
  const labels = async (ctx: ReadCtx) =>
    (await listTickets(ctx, { ...everything, page: 1 })).rows.map(({ about }) => about?.label);
  expect(await labels(german)).toContain("Buchbinden");
  expect(await labels(office)).not.toContain("Buchbinden");
});

test.each([1, 2, 7])(
  "rows of the same moment come once each, %i at a time, in the order of the page",
  async (limit) => {
    const { items } = await listOrders(office, {}, { sort: "created", direction: "desc", page: 1 });
    const seen = await walk((input) => orderPages.after(office, input), limit);
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
    expect(seen.slice(0, items.length)).toEqual(items.map(({ id }) => id));
  },
);

test.each(["asc", "desc"] as const)(
  "people of the same name come once each, over pages and in the file (%s)",
  async (direction) => {
    const view = { sort: "name", direction } as const;
    const pages = [1, 2, 3].map((page) => listPeople(office, {}, { ...view, page }));
    const paged = (await Promise.all(pages)).flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(paged).size).toBe(64);
    expect((await gather(streamPeople(office, {}, view))).map(({ id }) => id)).toEqual(paged);
  },
);

test("a file goes on over the edge of a batch by what no column of it shows, also where all are equal", async () => {
  const made = Array.from({ length: 1_203 }, (_, n) => idOf("usr", 10_000 + n));
  await school.database.write(async (tx) => {
    const [one] = await tx
      .select()
      .from(users)
      .where(eq(users.id, idOf("usr", 12)));
    if (!one) throw new Error("nobody");
    await tx.insert(users).values(made.map((id) => ({ ...one, id, email: `${id}@example.org` })));
  });
  const rows = await gather(streamPeople(office, { q: "" }, { sort: "name", direction: "asc" }));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(64 + made.length);
  expect(rows).toHaveLength(64 + made.length);
  expect(Object.keys(rows[0] ?? {})).not.toContain("sortKey");
  await school.database.write((tx) => tx.delete(users).where(inArray(users.id, made)));
});

test("a walk goes on where it was when the last row that it saw has gone", async () => {
  const walked = (between?: (seen: string[]) => Promise<void>) =>
    walk((input) => ticketPages.after(office, input), 5, between);
  const whole = await walked();
  const seen = await walked(async (before) => {
    await school.database.write((tx) => tx.delete(tickets).where(eq(tickets.id, before.at(-1) ?? "")));
  });
  expect(seen).toEqual(whole);
});

test("a walk goes on where it was when the last row that it saw does not fit its filter any more", async () => {
  const paid = (input: { limit: number; cursor?: string }) => orderPages.after(office, { ...input, state: "paid" });
  const whole = await walk(paid, 3);
  const moved: string[] = [];
  const seen = await walk(paid, 3, async (before) => {
    moved.push(before.at(-1) ?? "");
    await school.database.write((tx) => tx.update(orders).set({ state: "cancelled" }).where(inArray(orders.id, moved)));
  });
  expect(seen).toEqual(whole);
  await school.database.write((tx) => tx.update(orders).set({ state: "paid" }).where(inArray(orders.id, moved)));
});

/** Somebody who studies here, made at a moment. */
async function addStudent(n: number, createdAt: Date): Promise<string> {
  const id = idOf("usr", n);
  await school.database.write(async (tx) => {
    await tx.insert(users).values({ id, email: `${id}@example.org`, name: "New", createdAt });
    await tx.insert(userRoles).values({ userId: id, role: "student", grantedAt: createdAt });
  });
  return id;
}

test("what comes while a program walks is not in the way: nothing is seen twice, nothing that was there is missed", async () => {
  const whole = await walk((input) => studentPages.after(office, input), 9);
  let n = 20_000;
  const seen = await walk(
    (input) => studentPages.after(office, input),
    9,
    async () => {
      n += 1;
      await addStudent(n, addMs(school.clock(), n));
    },
  );
  expect(seen).toEqual(whole);
  expect(n).toBeGreaterThan(20_003);
});

test("moments that differ by less than a millisecond are walked through like equal ones", async () => {
  const made: string[] = [];
  for (const n of [1, 2, 3, 4]) {
    const id = await addStudent(30_000 + n, addMs(school.clock(), 1_000_000));
    made.unshift(id);
    if (engine !== "postgres") continue;
    const later = sql`${users.createdAt} + ${sql.raw(`interval '${n}00 microseconds'`)}`;
    await school.database.write((tx) => tx.update(users).set({ createdAt: later }).where(eq(users.id, id)));
  }
  const seen = await walk((input) => studentPages.after(office, input), 1);
  expect(seen.slice(0, 4)).toEqual(made);
  expect(new Set(seen).size).toBe(seen.length);
});

test("an order with several attempts to pay is one row, and counts once", async () => {
  const { items, total } = await listOrders(
    office,
    { provider: "bank" },
    { sort: "created", direction: "asc", page: 1 },
  );
  const next = await listOrders(office, { provider: "bank" }, { sort: "created", direction: "asc", page: 2 });
  const ids = [...items, ...next.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(total).toBe(ids.length);
});

test("a sort goes over the whole list and a file keeps filter and order, not over the page that was shown", async () => {
  const view = { sort: "student", direction: "asc" } as const;
  const filters = { state: "active" } as const;
  const first = await listEnrolments(office, filters, { ...view, page: 1 });
  const file = await gather(streamEnrolments(office, filters, view));
  expect(file.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id));
  const newest = await gather(streamEnrolments(office, filters, { sort: "created", direction: "desc" }));
  expect(newest.map(({ id }) => id).sort()).toEqual(file.map(({ id }) => id).sort());
  expect(newest.map(({ id }) => id)).not.toEqual(file.map(({ id }) => id));
});

test.each([0, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300])("page %d is a page", async (page) => {
  const list = await listOrders(office, {}, { sort: "created", direction: "desc", page });
  expect(list.page).toBeGreaterThanOrEqual(1);
  expect(list.page).toBeLessThanOrEqual(400);
  expect(list.total).toBe(60);
});

test("a cursor of another list, of nothing and of too much is refused", async () => {
  const { nextCursor } = await orderPages.after(office, { limit: 1 });
  const wrong = [nextCursor ?? "", "", "MTIz", "x".repeat(5_000), Buffer.from("1.enr_x").toString("base64url")];
  for (const cursor of wrong) {
    await expect(enrolmentPages.after(office, { limit: 1, cursor })).rejects.toMatchObject({ code: "invalid_input" });
  }
});

test("what a search means by % and _ is these characters, on pages and in files", async () => {
  const queue: QueueFilters = { state: "all", assignee: "anyone", sort: "newest", page: 1 };
  for (const q of ["%", "wrong_", "100 %"]) {
    const { rows } = await listTickets(office, { ...queue, q });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ subject }) => subject.startsWith("100 % wrong_price"))).toBe(true);
  }
  expect((await listPeople(office, { q: "_%" }, { sort: "name", direction: "asc", page: 1 })).total).toBe(0);
});

test("beyond ten thousand a list says only that there are more, and its file has them all", async () => {
  const count = 10_050;
  const [one] = await office.read.select().from(auditLog).where(eq(auditLog.seq, 1));
  if (!one) throw new Error("nothing");
  for (let from = 0; from < count; from += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - from) }, (_, n) => ({ ...one, seq: 1_000 + from + n }));
    await school.database.write((tx) => tx.insert(auditLog).values(rows));
  }
  const list = await listAudit(office, {}, { sort: "seq", direction: "desc", page: 1e6 });
  expect(list).toMatchObject({ total: 10_000, isMore: true, page: 400 });
  expect(list.items).toHaveLength(25);
  const file = await gather(streamAudit(office, {}, { sort: "seq", direction: "asc" }));
  expect(file.map(({ seq }) => seq)).toEqual(file.map(({ seq }) => seq).sort((a, b) => a - b));
  expect(file).toHaveLength(60 + count);
});

test("a sort, a filter and a field that do not exist do not compile, nor does a sort by what may be empty", () => {
  const view = defineView({
    fields: () => ({ id: users.id, name: users.name, verifiedAt: users.verifiedAt }),
    from: (select) => select.from(users),
    show: ({ name }) => name,
  });
  const all = { table: users, reach: () => undefined, view, key: "id", filters: {} } as const;
  defineList({ ...all, sorts: { name: { by: ["name"] } } });
  // @ts-expect-error -- It may be empty: each engine sorts NULL elsewhere, and behind it a page would end.
  defineList({ ...all, sorts: { verified: { by: ["verifiedAt"] } } });
  // @ts-expect-error -- The view does not read it.
  defineList({ ...all, sorts: { email: { by: ["email"] } } });
  const asked = () => [
    // @ts-expect-error -- There is no such sort.
    personList.page(office, {}, { sort: "email", direction: "asc", page: 1 }),
    // @ts-expect-error -- There is no such filter.
    personList.page(office, { email: "x" }, { sort: "name", direction: "asc", page: 1 }),
    // @ts-expect-error -- It is none of its words.
    personList.page(office, { status: "gone" }, { sort: "name", direction: "asc", page: 1 }),
  ];
  expect(asked).toBeTypeOf("function");
});
