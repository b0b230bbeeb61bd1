import {
  auditLog,
  cohorts,
  courses,
  courseStaff,
  disputes,
  enrolments,
  orderLines,
  orders,
  outbox,
  payments,
  refunds,
  tickets,
  userRoles,
  users,
  waitingList,
} from "#db/schema/index.ts";
import {
  COURSE_STATES,
  DISPUTE_STATES,
  ENROLMENT_STATES,
  ORDER_STATES,
  OUTBOX_STATES,
  PAYMENT_STATES,
  PROVIDERS,
  REFUND_STATES,
  REVIEW_REASONS,
  type Role,
  TICKET_PRIORITIES,
  TICKET_STATES,
  WAITING_STATES,
} from "#db/enums.ts";
import type { Tx } from "#db/types.ts";
import { buildPersonKeys } from "#domain/accounts/build-person-keys.ts";
import { buildCourseKeys } from "#domain/courses/build-course-keys.ts";
import { updateSearchRow } from "#domain/courses/update-search-row.ts";
import { type Actor, createSystemActor } from "#domain/kernel/actor.ts";
import { addMs, DAY_MS, HOUR_MS } from "#domain/kernel/clock.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { buildTicketKeys } from "#domain/tickets/build-ticket-keys.ts";
import { asStep } from "./as-step.ts";
import { JUST_NOW, openTestSchool, type TestSchool } from "./school.ts";

/*
 * A school whose every id, name and moment is always the same, so that what its lists answer can be written down. It has what
 * lists break on: equal moments, equal and accented names, things that are missing, several payments of one order.
 */
const PEOPLE = 64;
const COURSES = 30;
const ROWS = 60;
const NAMES = [
  "Zoë Änderli",
  "Ana Öberg",
  "ana oberg",
  "Émile Zola",
  "Mara Keller",
  "Łukasz Nowak",
  "O'Brien",
  "Ana Öberg",
];
const TITLES = ["Bookbinding", "Äpfel", "apfel", "Harmony", "Bookbinding", "École"];
const SUBJECTS = ["Crafts", "", "Music", "Économie"];
const STAFF: Role[] = ["owner", "admin", "finance", "support", "instructor"];
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** The id of the nth thing of a kind: as ids look, and always the same. */
export const idOf = (prefix: string, n: number) => `${prefix}_${String(n).padStart(12, "0")}7000${"8".padEnd(16, "0")}`;

/** No two alike, and in another order than the rows. */
const codeOf = (n: number) => {
  const letter = (at: number) => LETTERS[at % LETTERS.length];
  return `${letter(n * 11)}${letter(n >> 5)}${[2, 3, 4, 5, 6].map((place) => letter(n * place + 7)).join("")}`;
};
const pick = <T>(words: readonly T[], n: number) => words[n % words.length] as T;
const unless = <T>(isMissing: boolean, value: T): T | null => (isMissing ? null : value);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Three rows share each moment. */
const momentOf = (school: TestSchool, n: number) => addMs(school.clock(), (Math.floor(n / 3) - ROWS) * HOUR_MS);

export type ListedSchool = TestSchool & { actorWith: (role: Role) => Actor & { type: "user" } };

export async function openListedSchool(): Promise<ListedSchool> {
  const school = await openTestSchool();
  const { write } = school.database;
  await write((tx) => addPeople(school, tx));
  await write((tx) => addCourses(school, tx));
  // A write may take five seconds, and a busy machine is slow.
  for (const add of [addOrder, addEnrolment, addTicket, addMail]) {
    await write(async (tx) => {
      for (const n of upTo(ROWS)) await add(school, tx, n);
    });
  }
  const actorWith = (role: Role): Actor & { type: "user" } => {
    const n = role === "student" ? 10 : STAFF.indexOf(role);
    return { type: "user", id: idOf("usr", n), roles: [role], provenAt: JUST_NOW };
  };
  return { ...school, actorWith };
}

async function addPeople(school: TestSchool, tx: Tx) {
  for (const n of upTo(PEOPLE)) {
    const [id, name, email] = [idOf("usr", n), pick(NAMES, n), `person${n}@example.org`];
    const at = momentOf(school, n);
    const [verifiedAt, disabledAt] = [unless(n % 5 === 4, at), unless(n % 9 !== 8, at)];
    await tx
      .insert(users)
      .values({ id, name, email, ...buildPersonKeys({ name, email }), createdAt: at, verifiedAt, disabledAt });
    await tx.insert(userRoles).values({ userId: id, role: STAFF[n] ?? "student", grantedAt: at });
  }
}

async function addCourses(school: TestSchool, tx: Tx) {
  const ctx = createWriteCtx({
    tx,
    now: school.clock(),
    actor: createSystemActor("test"),
    requestId: "test",
    rules: school.rules,
  });
  for (const n of upTo(COURSES)) {
    const [id, title, subject] = [idOf("crs", n), pick(TITLES, n), pick(SUBJECTS, n)];
    const at = momentOf(school, n);
    const state = pick(COURSE_STATES, n);
    await tx.insert(courses).values({
      ...{ id, title, subject, state, ...buildCourseKeys({ title, subject }), slug: `course-${n}` },
      ...{ summary: `Number ${n}`, createdAt: at, updatedAt: at, publishedAt: unless(state === "draft", at) },
    });
    if (n % 3 === 1) await tx.insert(courseStaff).values({ courseId: id, userId: idOf("usr", 4) });
    for (const m of upTo(n % 3)) {
      await tx.insert(cohorts).values({
        ...{ id: idOf("coh", n * 3 + m), courseId: id, name: `Cohort ${m}`, timezone: "Europe/Zurich" },
        ...{ priceMinor: 48_000, currency: pick(["CHF", "EUR"], n), createdAt: at, updatedAt: at },
        ...{ capacity: unless(n % 4 === 1 && m === 1, 20), held: 1, taken: m + 2 },
        endsAt: unless(n % 5 !== 2, addMs(school.clock(), (m === 0 ? -1 : 1) * DAY_MS)),
        state: n % 7 === 5 ? "cancelled" : "open",
      });
    }
    await asStep((step) => updateSearchRow(step, id))(ctx);
  }
}

/** Cohorts that there are: those of courses whose number leaves a rest by three. */
const cohortOf = (n: number) => {
  const course = (n % 20) + Math.floor((n % 20) / 2) + 1;
  return { courseId: idOf("crs", course), cohortId: idOf("coh", course * 3) };
};
const studentOf = (n: number) => idOf("usr", 5 + (n % 19));

/** One of them has bought and asked so much that it takes pages. */
const buyerOf = (n: number) => (n % 5 < 3 ? idOf("usr", 10) : studentOf(n));

async function addOrder(school: TestSchool, tx: Tx, n: number) {
  const at = momentOf(school, n);
  const id = idOf("ord", n);
  const money = { currency: pick(["CHF", "EUR"], n), createdAt: at };
  const totalMinor = n % 10 === 9 ? 0 : 48_000;
  await tx.insert(orders).values({
    ...{ id, code: codeOf(n), buyerId: buyerOf(n), state: pick(ORDER_STATES, n), totalMinor, ...money },
    ...{ reviewReason: unless(n % 6 !== 5, pick(REVIEW_REASONS, n)), paidAt: unless(n % 5 !== 2, at) },
  });
  const { cohortId } = cohortOf(n);
  const line = { id: idOf("oln", n), orderId: id, cohortId, unitMinor: totalMinor, totalMinor };
  await tx.insert(orderLines).values(line);
  for (const m of upTo(n % 4)) {
    const paymentId = idOf("pay", n * 4 + m);
    const [state, provider] = [pick(PAYMENT_STATES, n + m), pick(PROVIDERS, n + 2 * m)];
    const payment = { id: paymentId, orderId: id, amountMinor: 24_000 * (m + 1), idempotencyKey: paymentId, ...money };
    await tx.insert(payments).values({ ...payment, state, provider, reference: `ref_${paymentId}` });
    if ((n + m) % 3 === 1) {
      const refund = { id: idOf("ref", n * 4 + m), paymentId, amountMinor: 5_000 + n, reason: "A discount", ...money };
      await tx.insert(refunds).values({ ...refund, state: pick(REFUND_STATES, n) });
    }
    if ((n + m) % 7 === 3) {
      const dispute = { id: idOf("dsp", n * 4 + m), paymentId, reference: `dp_${paymentId}`, amountMinor: 7_000 };
      const taken = { withdrawnAt: unless(n % 2 === 0, at), reinstatedAt: unless(n % 4 !== 3, at) };
      await tx
        .insert(disputes)
        .values({ ...dispute, state: pick(DISPUTE_STATES, n + m), reason: "fraud", ...taken, ...money });
    }
  }
}

async function addEnrolment(school: TestSchool, tx: Tx, n: number) {
  const at = momentOf(school, n);
  const of = { ...cohortOf(n), studentId: studentOf(n) };
  await tx.insert(enrolments).values({
    ...{ id: idOf("enr", n), ...of, orderLineId: unless(n % 4 === 3, idOf("oln", n)) },
    ...{
      state: pick(ENROLMENT_STATES, n),
      createdAt: at,
      activatedAt: unless(n % 2 === 0, at),
      endedAt: unless(n % 3 > 0, at),
    },
  });
  const { cohortId, studentId } = of;
  await tx
    .insert(waitingList)
    .values({ id: idOf("wtg", n), cohortId, studentId, state: pick(WAITING_STATES, n), since: at });
}

async function addTicket(school: TestSchool, tx: Tx, n: number) {
  const at = momentOf(school, n);
  const [code, subject] = [`T${codeOf(n)}`, `${pick(["Invoice", "Locked out", "100 % wrong_price", "Ärger"], n)} ${n}`];
  const about = pick(
    [
      { aboutType: "order", aboutId: idOf("ord", n) },
      { aboutType: "course", aboutId: cohortOf(n).courseId },
      { aboutType: "enrolment", aboutId: idOf("enr", n) },
      { aboutType: "payment", aboutId: idOf("pay", 4 * (4 * Math.floor(n / 4) + 1)) },
      { aboutType: null, aboutId: null },
    ] as const,
    n,
  );
  await tx.insert(tickets).values({
    ...{ id: idOf("tkt", n), code, subject, ...buildTicketKeys({ code, subject }), requesterId: buyerOf(n) },
    ...{ state: pick(TICKET_STATES, n), priority: pick(TICKET_PRIORITIES, Math.floor(n / 2)), ...about },
    ...{ assigneeId: unless(n % 3 === 0, idOf("usr", n % 2 ? 3 : 1)), createdAt: at },
    updatedAt: addMs(at, (n % 4) * HOUR_MS),
  });
}

async function addMail(school: TestSchool, tx: Tx, n: number) {
  const at = momentOf(school, n);
  const [recipient, state] = [`person${5 + (n % 19)}@example.org`, pick(OUTBOX_STATES, n)];
  await tx.insert(outbox).values({
    ...{ id: idOf("out", n), kind: pick(["receipt", "offer"], n), recipient, payload: {}, dedupeKey: String(n), state },
    ...{ attempts: n % 4, nextTryAt: at, createdAt: at, sentAt: unless(state !== "sent" || n % 2 === 0, at) },
    lastError: unless(state !== "failed", "refused"),
  });
  await tx.insert(auditLog).values({
    ...{
      seq: n + 1,
      at,
      actorType: n % 5 === 4 ? "system" : "user",
      actorId: n % 5 === 4 ? "purge" : idOf("usr", n % 5),
    },
    action: pick(["order.cancel", "student.disable", "security.sign_in_failed"], n),
    ...{ objectType: pick(["order", "user"], n), objectId: n % 2 ? idOf("usr", n) : idOf("ord", n) },
    ...{ before: unless(n % 3 === 0, { n }), after: { n }, requestId: `req_${n}`, hash: String(n) },
  });
}
