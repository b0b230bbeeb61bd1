import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  auditLog,
  enrolments,
  grants,
  journals,
  orders,
  outbox,
  postings,
  tickets,
  users,
  waitingList,
} from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { enableUser } from "../accounts/enable-user.ts";
import { type AccountsSchool, ALL_ENDED, openAccountsSchool, refusal } from "../accounts/testing.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { editStudent } from "../students/edit-student.ts";
import { getPerson } from "../students/get-person.ts";
import { getConversation } from "../tickets/get-conversation.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { enrolStudent } from "./enrol-student.ts";
import { loadImportState } from "./load-import-state.ts";
import { computeStudentPlan } from "./compute-student-plan.ts";
import { mergeStudents } from "./merge-students.ts";
import { undoStudentMerge } from "./undo-student-merge.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** Somebody with two accounts: a place and an order, a gift, a ticket and a wish in the one, another place in the other. */
async function twice() {
  const admin = await school.person("admin");
  const [from, into] = [await school.person("student"), await school.person("student")];
  const [paid, full, other] = [
    await school.cohort({ priceMinor: 12_000 }),
    await school.cohort({ capacity: 0 }),
    await school.cohort(),
  ];
  await school.as(from)((ctx) => enrolStudent(ctx, { cohortId: paid.id, studentId: from.id, provider: "sandbox" }));
  await school.as(from)((ctx) => joinWaitingList(ctx, { cohortId: full.id, studentId: from.id }));
  const { ticket } = await school.as(from)((ctx) =>
    openTicket(ctx, { requesterId: from.id, subject: "Key", body: "Where is it?", files: [] }),
  );
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: other.id, studentId: into.id, why: "a gift" }));
  const merge = (why = "the same person") =>
    school.as(admin)((ctx) => mergeStudents(ctx, { fromId: from.id, intoId: into.id, why }));
  const undo = () => school.as(admin)((ctx) => undoStudentMerge(ctx, { fromId: from.id }));
  return { admin, from, into, paid, full, other, ticket, merge, undo };
}

/** Whose everything is, and the ledger. */
async function state() {
  const { read } = school.database;
  return {
    orders: await read.select().from(orders).orderBy(asc(orders.id)),
    enrolments: await read.select().from(enrolments).orderBy(asc(enrolments.id)),
    grants: await read.select().from(grants).orderBy(asc(grants.id)),
    waiting: await read.select().from(waitingList).orderBy(asc(waitingList.id)),
    tickets: await read.select().from(tickets).orderBy(asc(tickets.id)),
    journals: await read.select().from(journals).orderBy(asc(journals.seq)),
    postings: await read.select().from(postings).orderBy(asc(postings.id)),
    people: await read.select({ id: users.id, disabledAt: users.disabledAt }).from(users).orderBy(asc(users.id)),
  };
}

test("all that a person has is in one account afterwards, the ledger is as it was, and the other account is shut", async () => {
  const { admin, from, into, ticket, merge } = await twice();
  const waysIn = await school.openWaysIn(from.id);
  const before = await state();
  await merge();
  const after = await state();
  expect(after.journals).toEqual(before.journals);
  expect(after.postings).toEqual(before.postings);
  expect(after.orders.filter(({ buyerId }) => buyerId === from.id)).toEqual([]);
  expect(after.enrolments.filter(({ studentId }) => studentId === into.id)).toHaveLength(2);
  expect(after.waiting.filter(({ studentId }) => studentId === into.id)).toHaveLength(1);
  expect(await waysIn()).toEqual(ALL_ENDED);
  const asStudent = school.reading({ type: "user", id: into.id, roles: ["student"] });
  const seen = await getConversation(asStudent, ticket.code, { as: "student" });
  expect(seen?.entries).toMatchObject([{ type: "message", author: { side: "student" } }]);
  expect((await getPerson(school.reading(admin), from.id))?.merge).toMatchObject({ intoId: into.id, mayUndo: true });
  const log = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, from.id));
  expect(log.at(-1)).toMatchObject({ action: "student.merge", after: { into: into.id, orders: 1, tickets: 1 } });
});

test("both addresses are told, and neither learns the other", async () => {
  const { from, into, merge } = await twice();
  await merge();
  for (const [one, other] of [
    [from, into],
    [into, from],
  ] as const) {
    const [mail] = await school.database.read
      .select()
      .from(outbox)
      .where(eq(outbox.recipient, one.email))
      .then((mails) => mails.filter(({ kind }) => kind === "accounts_merged"));
    expect(mail).toBeDefined();
    expect(JSON.stringify(mail?.payload)).not.toContain(other.email);
  }
});

test("two who both have a place in a cohort, or wait for one, are refused by the cohort's name, and stay as they are", async () => {
  const { admin, from, into, other, full, merge } = await twice();
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: other.id, studentId: from.id, why: "too" }));
  const before = await state();
  await expect(merge()).rejects.toEqual(refusal("wrong_state"));
  await expect(merge()).rejects.toThrow(/Cancel one of the two first/);
  expect(await state()).toEqual(before);
  const second = await twice();
  await school.as(second.into)((ctx) => joinWaitingList(ctx, { cohortId: second.full.id, studentId: second.into.id }));
  await expect(second.merge()).rejects.toEqual(refusal("wrong_state"));
  expect([full.id, into.id]).not.toContain(second.full.id);
});

test("nobody of the team is merged, nobody with themselves, and nobody into an account that is shut", async () => {
  const { admin, from, into } = await twice();
  const support = await school.person("support");
  const attempt = (fromId: string, intoId: string) =>
    school.as(admin)((ctx) => mergeStudents(ctx, { fromId, intoId, why: "x" }));
  for (const [one, other] of [
    [from.id, from.id],
    [support.id, into.id],
    [from.id, support.id],
  ] as const) {
    await expect(attempt(one, other)).rejects.toEqual(refusal("wrong_state"));
  }
  await attempt(from.id, into.id);
  await expect(attempt(into.id, from.id)).rejects.toEqual(refusal("wrong_state"));
  const again = await school.person("student");
  await expect(attempt(again.id, from.id)).rejects.toEqual(refusal("wrong_state"));
  await expect(school.as(admin)((ctx) => enableUser(ctx, { userId: from.id }))).rejects.toEqual(refusal("wrong_state"));
  const edit = school.as(admin)((ctx) => editStudent(ctx, { userId: from.id, name: "Other" }));
  await expect(edit).rejects.toEqual(refusal("wrong_state"));
});

test("undone, everything is whose it was, and what came since stays", async () => {
  const { admin, from, into, merge, undo } = await twice();
  const before = await state();
  await merge();
  const since = await school.cohort();
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: since.id, studentId: into.id, why: "since" }));
  await undo();
  const after = await state();
  const isNew = ({ id }: { id: string }) => !before.enrolments.some((each) => each.id === id);
  expect(after.enrolments.filter(isNew)).toMatchObject([{ studentId: into.id }]);
  expect({ ...after, enrolments: after.enrolments.filter((each) => !isNew(each)), grants: [] }).toEqual({
    ...before,
    grants: [],
  });
  await expect(undo()).rejects.toEqual(refusal("not_found"));
  await merge();
  expect((await state()).orders.some(({ buyerId }) => buyerId === from.id)).toBe(false);
});

test("a merge is undone for thirty days, and the last one of a row first", async () => {
  const { admin, from, into, merge, undo } = await twice();
  const third = await school.person("student");
  await merge();
  await school.as(admin)((ctx) => mergeStudents(ctx, { fromId: into.id, intoId: third.id, why: "all one" }));
  await expect(undo()).rejects.toThrow(/Undo that first/);
  await school.as(admin)((ctx) => undoStudentMerge(ctx, { fromId: into.id }));
  const [row] = await school.database.read
    .select({ mergedIntoId: users.mergedIntoId })
    .from(users)
    .where(eq(users.id, from.id));
  expect(row).toEqual({ mergedIntoId: into.id });
  const now = school.clock();
  school.clock.set(addMs(now, 31 * DAY_MS));
  await expect(undo()).rejects.toThrow(/more than 30 days/);
  school.clock.set(now);
  await undo();
});

test("a file that still has the old address means the account that stays, and changes nothing", async () => {
  const { from, into, merge } = await twice();
  await merge();
  const record = { source: "sis", email: from.email, places: [] };
  const found = await loadImportState(school.database.read, school.clock(), [record]);
  expect(computeStudentPlan(record, found)).toMatchObject({ outcome: "same", user: { id: into.id } });
});
