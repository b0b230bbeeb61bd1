import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLES, WORK_KINDS, type WorkKind } from "#db/enums.ts";
import { auditLog, orders, workAssignments } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addWorkOfEachKind } from "#tests/support/work-of-each-kind.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { resolveOrder } from "../orders/resolve-order.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { isAllowed } from "../policy.ts";
import { assignWork } from "./assign-work.ts";
import { countOpenWork } from "./count-open-work.ts";
import { getWorkTeam } from "./get-work-team.ts";
import { listWork, workList } from "./list-work.ts";
import { listOwnWorkKinds } from "./work-kinds.ts";

type Person = Awaited<ReturnType<TestSchool["person"]>>;

let school: TestSchool;
let finance: Person;
let support: typeof finance;
beforeAll(async () => {
  school = await openTestSchool();
  [finance, support] = [await school.person("finance"), await school.person("support")];
  await addWorkOfEachKind(school);
});
afterAll(() => school.drop());

const OLDEST = { sort: "since", direction: "asc", page: 1 } as const;
const list = (filters: Parameters<typeof listWork>[1] = {}, as = finance) =>
  listWork(school.reading(as), filters, OLDEST);
const itemOf = async (kind: WorkKind) => {
  const [item] = (await list({ kind })).items;
  if (!item) throw new Error(`nothing of ${kind} waits`);
  return item;
};

test("the dashboard counts of each kind of money what the worklist lists, and there is some of each", async () => {
  const { items } = await countOpenWork(school.reading(finance));
  const counted = new Map(items.map(({ kind, count }) => [kind, count]));
  for (const kind of WORK_KINDS) {
    const listed = await list({ kind });
    expect([kind, counted.get(kind)]).toEqual([kind, listed.total]);
    expect([kind, listed.items.length > 0]).toEqual([kind, true]);
    expect(listed.items.every((item) => item.kind === kind)).toBe(true);
  }
  const all = await list();
  const money = items.filter(({ kind }) => (WORK_KINDS as readonly string[]).includes(kind));
  expect(all.total).toBe(money.reduce((sum, { count }) => sum + count, 0));
});

test("the oldest stands first, with its age, whose it is, and how much it is about", async () => {
  const { items } = await list();
  const times = items.map(({ since }) => since.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const ages = { refund_due: 5, late: 3 } as const;
  for (const [kind, days] of Object.entries(ages))
    expect([kind, (await itemOf(kind as WorkKind)).days]).toEqual([kind, days]);
  expect(await itemOf("underpaid")).toMatchObject({ amountMinor: 10_000, currency: "CHF" });
  expect(await itemOf("overpaid")).toMatchObject({ amountMinor: 2_000, currency: "CHF" });
  expect(await itemOf("duplicate")).toMatchObject({ amountMinor: 14_000 });
  expect(await itemOf("bank_lines")).toMatchObject({ who: "Mara Lind", amountMinor: 4_200, orderCode: null });
  expect(await itemOf("bank_gaps")).toMatchObject({ detail: "gap:2026-01-05", amountMinor: 900, orderCode: null });
  expect(await itemOf("returned")).toMatchObject({ detail: "transfer_account_wrong", amountMinor: 2_500 });
  expect((await list({ age: "7" })).total).toBe(0);
  const later = { ...school.reading(finance), now: addMs(school.clock(), 3 * DAY_MS) };
  expect((await listWork(later, { age: "7" }, OLDEST)).total).toBeGreaterThan(10);
});

test("a part whose card was declined waits as that until its day is over, and as late from then on", async () => {
  const ctx = { ...school.reading(finance), now: addMs(school.clock(), 4 * DAY_MS) };
  const totals = async (kind: WorkKind) => [
    (await list({ kind })).total,
    (await listWork(ctx, { kind }, OLDEST)).total,
  ];
  expect([await totals("declined"), await totals("late")]).toEqual([
    [1, 0],
    [1, 2],
  ]);
});

test("each sees that about which they may do something, and a student nothing", async () => {
  expect((await list({}, support)).items.map(({ kind }) => kind)).toEqual(["withdrawals"]);
  const student = await school.person("student");
  await expect(list({}, student)).rejects.toMatchObject({ code: "forbidden" });
  const teacher = await school.person("instructor");
  await expect(list({}, teacher)).rejects.toMatchObject({ code: "forbidden" });
});

test("a withdrawal to answer waits for those alone who may answer it, finance among them", async () => {
  for (const role of ROLES) {
    const person = await school.person(role);
    const isShown = listOwnWorkKinds(person).includes("withdrawals");
    expect([role, isShown]).toEqual([role, isAllowed(person, "withdrawal.decide")]);
  }
  expect(isAllowed(finance, "withdrawal.decide")).toBe(true);
});

test("what waits is taken on, given to a colleague, and given back, and the audit log has each", async () => {
  const { kind, itemId } = await itemOf("transfers");
  const give = (ownerId: string | null, as = finance) =>
    school.as(as)((ctx) => assignWork(ctx, { kind, itemId, ownerId }));
  const colleague = await school.person("admin");
  await give(finance.id);
  expect((await list({ owner: "me" })).items.map((item) => item.itemId)).toEqual([itemId]);
  await give(colleague.id);
  expect((await list({ owner: "me" })).total).toBe(0);
  expect((await list({ owner: colleague.id })).items).toMatchObject([{ itemId, ownerId: colleague.id }]);
  expect((await list({ owner: "nobody", kind })).total).toBe(0);
  await give(null);
  expect((await list({ owner: "nobody", kind })).total).toBe(1);
  const entries = await school.database.read
    .select({ before: auditLog.before, after: auditLog.after, actorId: auditLog.actorId })
    .from(auditLog)
    .where(and(eq(auditLog.action, "work.assign"), eq(auditLog.objectId, itemId)))
    .orderBy(auditLog.seq);
  expect(entries.map(({ after }) => after?.owner !== null)).toEqual([true, true, false]);
  expect(entries.every(({ actorId }) => actorId === finance.id)).toBe(true);
});

test("whoever looks at an older page takes nothing that somebody else has meanwhile, and is told who has it", async () => {
  const { kind, itemId } = await itemOf("approvals");
  const [tomas, ana] = [await school.person("admin"), await school.person("finance")];
  const give = (as: Person, ownerId: string | null, seenOwnerId?: string | null) =>
    school.as(as)((ctx) => assignWork(ctx, { kind, itemId, ownerId, seenOwnerId }));
  const owner = async () => (await itemOf("approvals")).ownerId;
  await give(tomas, tomas.id, null);
  // The second press of the same button.
  await give(tomas, tomas.id, null);
  const taken = { code: "wrong_state", said: { key: "refusals.work_taken_meanwhile" } };
  await expect(give(ana, ana.id, null)).rejects.toMatchObject(taken);
  await expect(give(ana, null, ana.id)).rejects.toMatchObject(taken);
  expect(await owner()).toBe(tomas.id);
  // On purpose, from a page that says whose it is.
  await give(ana, ana.id, tomas.id);
  expect(await owner()).toBe(ana.id);
  await give(ana, null, ana.id);
  await expect(give(tomas, tomas.id, ana.id)).rejects.toMatchObject({
    said: { key: "refusals.work_given_back_meanwhile" },
  });
  expect(await owner()).toBeNull();
});

test("of two who take the same at once, one has it and the other is told so", async () => {
  const { kind, itemId } = await itemOf("approvals");
  const both = [await school.person("finance"), await school.person("finance")];
  const presses = await Promise.allSettled(
    both.map((each) =>
      school.as(each)((ctx) => assignWork(ctx, { kind, itemId, ownerId: each.id, seenOwnerId: null })),
    ),
  );
  expect(presses.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(presses.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "wrong_state" } });
});

test("to each of the team is offered only what they may do something about", async () => {
  const team = await getWorkTeam(school.reading(finance));
  const kindsOf = (person: Person) => team.find(({ id }) => id === person.id)?.kinds;
  expect(kindsOf(support)).toEqual(["withdrawals"]);
  for (const { id, kinds } of team) {
    const { kind, itemId } = await itemOf("payouts");
    const given = school.as(finance)((ctx) => assignWork(ctx, { kind, itemId, ownerId: id }));
    if (kinds.includes(kind)) await given;
    else await expect(given).rejects.toMatchObject({ code: "invalid_input" });
  }
});

test("nothing is given to who could do nothing about it, by who may not, and of what no longer waits", async () => {
  const { kind, itemId } = await itemOf("payouts");
  const give = (ownerId: string, as = finance, item = { kind, itemId }) =>
    school.as(as)((ctx) => assignWork(ctx, { ...item, ownerId }));
  for (const other of [support, await school.person("student"), await school.person("instructor")]) {
    await expect(give(other.id)).rejects.toMatchObject({
      detail: { fields: { ownerId: { key: "fields.choose_work_owner" } } },
    });
  }
  await expect(give(support.id, support)).rejects.toMatchObject({ code: "forbidden" });
  await expect(give(finance.id, await school.person("student"))).rejects.toMatchObject({ code: "forbidden" });
  for (const item of [
    { kind, itemId: "ref_none" },
    { kind: "late" as const, itemId },
  ]) {
    await expect(give(finance.id, finance, item)).rejects.toMatchObject({ code: "not_found" });
  }
  const team = (await getWorkTeam(school.reading(finance))).map(({ id }) => id);
  expect(team).toEqual(expect.arrayContaining([finance.id, support.id]));
  expect(new Set(team).size).toBe(team.length);
});

test("what was resolved and comes up again is nobody's, and waits since it came up again", async () => {
  const { kind, itemId } = await itemOf("underpaid");
  await school.as(finance)((ctx) => assignWork(ctx, { kind, itemId, ownerId: finance.id }));
  await school.as(finance)((ctx) => resolveOrder(ctx, { orderId: itemId, why: "it came" }));
  expect((await list({ kind })).total).toBe(0);
  school.clock.forward(DAY_MS);
  await school.asSystem((ctx) => setReviewReason(ctx as never, itemId, "underpaid"));
  school.clock.forward(1000);
  expect(await itemOf("underpaid")).toMatchObject({ itemId, ownerId: null, days: 0 });
  expect(
    await school.database.read.select().from(workAssignments).where(eq(workAssignments.itemId, itemId)),
  ).toHaveLength(1);
  const [flagged] = await school.database.read.select().from(orders).where(eq(orders.id, itemId));
  await school.asSystem((ctx) => setReviewReason(ctx as never, itemId, "amount_mismatch", { over: "any" }));
  const [again] = await school.database.read.select().from(orders).where(eq(orders.id, itemId));
  expect([again?.reviewReason, again?.reviewSince]).toEqual(["amount_mismatch", flagged?.reviewSince]);
});

test("a file has all that the page has", async () => {
  const rows = [];
  for await (const some of workList.stream(school.reading(finance), {}, OLDEST)) rows.push(...some);
  expect(rows.length).toBe((await list()).total);
});
