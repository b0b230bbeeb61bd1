import { afterAll, beforeAll, expect, test } from "vitest";
import { payments, refunds } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { createId } from "../kernel/ids.ts";
import { answerTicket } from "./answer-ticket.ts";
import { assignTicket } from "./assign-ticket.ts";
import { closeTicket } from "./close-ticket.ts";
import { openTicket } from "./open-ticket.ts";
import { getDesk } from "./get-desk.ts";
import { streamTickets, type QueueFilters, listTickets } from "./list-tickets.ts";
import { setTicketPriority } from "./set-ticket-priority.ts";
import { getStudentContext, getStudentTotals } from "./get-student-context.ts";

type Person = Awaited<ReturnType<TestSchool["person"]>>;

let school: TestSchool;
let desk: Person;
let student: Person;
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("support");
  student = await school.person("student");
});
afterAll(() => school.drop());

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const everything: QueueFilters = { state: "unresolved", assignee: "anyone", sort: "newest", page: 1 };
const list = async (filters: Partial<QueueFilters> = {}) =>
  (await listTickets(school.reading(desk), { ...everything, ...filters })).rows.map(({ subject }) => subject);
const ask = async (subject: string, about?: Parameters<typeof openTicket>[1]["about"]) => {
  school.clock.forward(60_000);
  const asked = { requesterId: student.id, subject, body: "Please.", ...(about ? { about } : {}) };
  return (await school.as(student)((ctx) => openTicket(ctx, asked))).ticket.id;
};

test("the desk finds tickets by state, by whose they are, by priority, by what they are about and by words", async () => {
  const { courseId } = await school.cohort();
  const mine = await ask("An invoice for my company");
  await school.as(desk)((ctx) => assignTicket(ctx, { ticketId: mine, assigneeId: desk.id }));
  const waiting = await ask("100 % wrong_price");
  await school.as(desk)((ctx) => answerTicket(ctx, { ticketId: waiting, body: "Which one?", then: "wait" }));
  const urgent = await ask("Locked out", { type: "course", id: courseId });
  await school.as(desk)((ctx) => setTicketPriority(ctx, { ticketId: urgent, priority: "urgent" }));
  const closed = await ask("Thank you");
  await school.as(desk)((ctx) => closeTicket(ctx, { ticketId: closed }));

  expect(await list()).toEqual(["Locked out", "100 % wrong_price", "An invoice for my company"]);
  expect(await list({ sort: "oldest" })).toEqual(["An invoice for my company", "100 % wrong_price", "Locked out"]);
  expect((await list({ sort: "priority" }))[0]).toBe("Locked out");
  expect(await list({ assignee: "mine" })).toEqual(["100 % wrong_price", "An invoice for my company"]);
  expect(await list({ assignee: "unassigned" })).toEqual(["Locked out"]);
  expect(await list({ state: "waiting_on_student" })).toEqual(["100 % wrong_price"]);
  expect(await list({ state: "closed" })).toEqual(["Thank you"]);
  expect(await list({ state: "all" })).toHaveLength(4);
  expect(await list({ priority: "urgent" })).toEqual(["Locked out"]);
  expect(await list({ about: "course" })).toEqual(["Locked out"]);
  expect(await list({ q: "INVOICE comp" })).toEqual(["An invoice for my company"]);
  expect(await list({ q: "wrong_" })).toEqual(["100 % wrong_price"]);
  expect(await list({ q: "%" })).toEqual(["100 % wrong_price"]);
  expect(await list({ q: student.email })).toHaveLength(3);
  const { counts, team } = await getDesk(school.reading(desk));
  expect(counts).toEqual({ unresolved: 3, mine: 2, unassigned: 1, waiting: 1 });
  expect(team.map(({ id }) => id)).toContain(desk.id);
});

test("a long queue comes a page at a time and misses none", async () => {
  for (let n = 0; n < 30; n++) await ask(`Many ${n}`);
  const first = await listTickets(school.reading(desk), { ...everything, q: "many" });
  const second = await listTickets(school.reading(desk), { ...everything, q: "many", page: 2 });
  expect([first.rows.length, first.hasNext, second.rows.length, second.hasNext]).toEqual([25, true, 5, false]);
  const paged = [...first.rows, ...second.rows].map(({ code }) => code);
  expect(new Set(paged).size).toBe(30);
  const exported: string[] = [];
  for await (const rows of streamTickets(school.reading(desk), { ...everything, q: "many" })) {
    exported.push(...rows.map(({ code }) => code));
  }
  expect(exported).toEqual(paged);
});

test("the queue is the desk's alone", async () => {
  for (const actor of [student, await school.person("finance"), await school.person("instructor")]) {
    await expect(listTickets(school.reading(actor), everything)).rejects.toEqual(refusal("forbidden"));
    await expect(getDesk(school.reading(actor))).rejects.toEqual(refusal("forbidden"));
  }
});

test("beside a conversation stands what the student bought, paid, got back and may open", async () => {
  const buyer = await school.person("student");
  const paid = await school.cohort({ priceMinor: 48_000 });
  const free = await school.cohort({ accessDays: 30 }, { title: "Harmony" });
  const { order } = await school.as(buyer)((ctx) => enrolStudent(ctx, { cohortId: paid.id, studentId: buyer.id }));
  const given = await school.as(buyer)((ctx) => enrolStudent(ctx, { cohortId: free.id, studentId: buyer.id }));
  const ids = [createId("payment"), createId("payment")];
  await school.database.write(async (tx) => {
    for (const id of ids) {
      const row = { id, orderId: order.id, provider: "sandbox", state: "settled", amountMinor: 48_000 } as const;
      await tx.insert(payments).values({ ...row, currency: "CHF", idempotencyKey: id, createdAt: school.clock() });
    }
    const row = { paymentId: ids[0] ?? "", currency: "CHF", reason: "twice", createdAt: school.clock() };
    await tx.insert(refunds).values({ ...row, id: createId("refund"), state: "done", amountMinor: 8_000 });
    await tx.insert(refunds).values({ ...row, id: createId("refund"), state: "failed", amountMinor: 9_000 });
  });
  const context = await getStudentContext(school.reading(desk), buyer.id);
  expect(context?.orders.find(({ code }) => code === order.code)).toMatchObject({
    totalMinor: 48_000,
    balance: { kind: "overpaid", paidMinor: 88_000, differenceMinor: 40_000 },
  });
  expect(context?.access).toMatchObject([{ courseTitle: "Harmony", orderCode: given.order.code }]);
  expect(context?.placeCount).toBe(2);
  const { orderCount, placeCount, tickets } = context ?? {};
  expect(await getStudentTotals(school.reading(desk), buyer.id)).toEqual({ orderCount, placeCount, tickets });
  expect(await getStudentContext(school.reading(student), buyer.id)).toBeUndefined();
  expect(await getStudentTotals(school.reading(student), buyer.id)).toBeUndefined();
});
