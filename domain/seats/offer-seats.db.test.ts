import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cohorts, courses, orders, waitingList } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { importCohorts } from "../courses/import-cohorts.ts";
import { publishCourse } from "../courses/publish-course.ts";
import { unpublishCourse } from "../courses/unpublish-course.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { revokeEnrolment } from "../checkout/revoke-enrolment.ts";
import { getEnrolment } from "../enrolments/get-enrolment.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";
import { getEnrolView } from "../checkout/get-enrol-view.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { lapseOffer } from "../waiting/lapse-offer.ts";
import { leaveWaitingList } from "../waiting/leave-waiting-list.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { OFFERS_MAX, offerSeats } from "./offer-seats.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Person = Awaited<ReturnType<TestSchool["person"]>>;

const press = (who: Person, cohortId: string) =>
  school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, provider: "bank" }));

async function wait(cohortId: string) {
  const who = await school.person("student");
  const entry = await school.as(who)((ctx) => joinWaitingList(ctx, { cohortId, studentId: who.id }));
  school.clock.forward(1_000);
  return { who, id: entry.id };
}

/** Capacity 1, A in (or about to pay), B and C wait. */
async function full(facts: Partial<typeof cohorts.$inferInsert> = {}) {
  const cohort = await school.cohort({ capacity: 1, ...facts });
  const [admin, a] = [await school.person("admin"), await school.person("student")];
  const held = await press(a, cohort.id);
  const [b, c] = [await wait(cohort.id), await wait(cohort.id)];
  const states = async () => {
    const rows = await school.database.read
      .select({ state: waitingList.state })
      .from(waitingList)
      .where(eq(waitingList.cohortId, cohort.id))
      .orderBy(asc(waitingList.since));
    return rows.map(({ state }) => state);
  };
  const edit = (changes: Partial<Parameters<typeof editCohort>[1]>) =>
    school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, ...changes }));
  return { cohort, admin, a, b, c, held, states, edit };
}

type Full = Awaited<ReturnType<typeof full>>;

const fields = {
  name: "Winter evenings",
  startsAt: null,
  endsAt: null,
  timezone: "Europe/Zurich",
  place: "",
  priceMinor: 0,
  currency: "CHF",
  opensAt: null,
  closesAt: null,
  accessDays: null,
  waitingList: true,
};

/** Every way in which one seat becomes free or is added, and how much of the list is offered one. */
const WAYS: [string, Partial<typeof cohorts.$inferInsert>, (f: Full) => Promise<unknown>, string[]][] = [
  ["the capacity raised", {}, ({ edit }) => edit({ capacity: 3 }), ["offered", "offered"]],
  ["the capacity raised by one", {}, ({ edit }) => edit({ capacity: 2 }), ["offered", "waiting"]],
  ["the limit taken away", {}, ({ edit }) => edit({ capacity: null }), ["offered", "offered"]],
  [
    "the capacity raised by a file",
    { source: "file", externalKey: "k" },
    async ({ cohort, admin }) => {
      const keys = { source: `file-${cohort.id}`, externalKey: "k" };
      await school.database.write(async (tx) => {
        await tx.update(courses).set(keys).where(eq(courses.id, cohort.courseId));
        await tx.update(cohorts).set(keys).where(eq(cohorts.id, cohort.id));
      });
      const row = { externalKey: "k", courseKey: "k", fields: { ...fields, capacity: 3 }, meetings: [] };
      await school.as(admin)((ctx) => importCohorts(ctx, { source: keys.source, rows: [row] }));
    },
    ["offered", "offered"],
  ],
  [
    "the place cancelled",
    {},
    ({ admin, held }) =>
      school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: held.enrolment.id, why: "asked" })),
    ["offered", "waiting"],
  ],
  [
    "the place revoked",
    {},
    ({ admin, held }) =>
      school.as(admin)((ctx) => revokeEnrolment(ctx, { enrolmentId: held.enrolment.id, why: "rules" })),
    ["offered", "waiting"],
  ],
  [
    "the place moved away",
    {},
    async ({ admin, held, cohort }) => {
      const other = await school.cohort({ name: "Spring" }, { id: cohort.courseId });
      const move = { enrolmentId: held.enrolment.id, toCohortId: other.id, why: "asked" };
      await school.as(admin)((ctx) => moveEnrolment(ctx, move));
    },
    ["offered", "waiting"],
  ],
  [
    "the order cancelled",
    { priceMinor: 500 },
    ({ a, held }) => school.as(a)((ctx) => cancelOrder(ctx, { orderId: held.order.id, why: "changed my mind" })),
    ["offered", "waiting"],
  ],
  [
    "the order not paid in time",
    { priceMinor: 500 },
    async ({ held }) => {
      school.clock.forward(school.minutes(8 * 24 * 60));
      expect(await school.asSystem((ctx) => expireOrder(ctx, held.order.id))).toBe(true);
    },
    ["offered", "waiting"],
  ],
  [
    "the account disabled that had not paid",
    { priceMinor: 500 },
    ({ admin, a }) => school.as(admin)((ctx) => disableUser(ctx, { userId: a.id })),
    ["offered", "waiting"],
  ],
  [
    "an end that is put off, of a cohort that was over",
    {},
    async ({ cohort, edit, states, admin, held }) => {
      await edit({ endsAt: new Date(school.clock().getTime() - 1) });
      await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: held.enrolment.id, why: "asked" }));
      expect(await states()).toEqual(["waiting", "waiting"]);
      await edit({ endsAt: new Date(school.clock().getTime() + school.minutes(60)) });
      expect(cohort.id).toBeTruthy();
    },
    ["offered", "waiting"],
  ],
  [
    "a course that comes back into the catalogue",
    {},
    async ({ cohort, states, admin, held }) => {
      const course = { courseId: cohort.courseId };
      await school.database.write((tx) =>
        tx.update(courses).set({ summary: "Books." }).where(eq(courses.id, cohort.courseId)),
      );
      await school.as(admin)((ctx) => unpublishCourse(ctx, course));
      await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: held.enrolment.id, why: "asked" }));
      expect(await states()).toEqual(["waiting", "waiting"]);
      await school.as(admin)((ctx) => publishCourse(ctx, course));
    },
    ["offered", "waiting"],
  ],
];

describe("a seat goes to who waits, in the same write", () => {
  test.each(WAYS)("after %s", async (_, facts, free, expected) => {
    const all = await full(facts);
    await free(all);
    expect(await all.states()).toEqual(expected);
    const [{ capacity } = { capacity: 0 }] = await school.database.read
      .select({ capacity: cohorts.capacity })
      .from(cohorts)
      .where(eq(cohorts.id, all.cohort.id));
    const stranger = await school.person("student");
    // Without a limit nobody is passed over.
    if (capacity === null || capacity > 2) return;
    await expect(press(stranger, all.cohort.id)).rejects.toMatchObject({ code: "cohort_full" });
    await press(all.b.who, all.cohort.id);
  });

  test("when the one who was offered it leaves, has their account disabled, or is given a place elsewhere in the list", async () => {
    const { b, c, edit, states, admin, cohort } = await full();
    await edit({ capacity: 2 });
    await school.as(b.who)((ctx) => leaveWaitingList(ctx, b.id));
    expect(await states()).toEqual(["declined", "offered"]);
    const d = await wait(cohort.id);
    await school.as(admin)((ctx) => disableUser(ctx, { userId: c.who.id }));
    expect(await states()).toEqual(["declined", "lapsed", "offered"]);
    const why = "asked by telephone";
    await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: cohort.id, studentId: d.who.id, why }));
    expect(await states()).toEqual(["declined", "lapsed", "accepted"]);
  });

  test("and whom the office gives the seat that they were offered has it, whoever waits behind them", async () => {
    const { b, c, edit, states, admin, cohort } = await full();
    await edit({ capacity: 2 });
    const add = (studentId: string) =>
      school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: cohort.id, studentId, why: "asked" }));
    await expect(add(c.who.id)).rejects.toMatchObject({ code: "cohort_full" });
    await add(b.who.id);
    expect(await states()).toEqual(["accepted", "waiting"]);
  });

  test("and never to whose account is disabled", async () => {
    const { b, edit, states, admin } = await full();
    await school.as(admin)((ctx) => disableUser(ctx, { userId: b.who.id }));
    await edit({ capacity: 2 });
    expect(await states()).toEqual(["left", "offered"]);
  });

  test("also when more seats come than one write offers: the rest are nobody else's", async () => {
    const cohort = await school.cohort({ capacity: 0 });
    const waiting = OFFERS_MAX + 1;
    for (let n = 0; n < waiting; n += 1) await wait(cohort.id);
    const admin = await school.person("admin");
    await school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, capacity: waiting + 5 }));
    const stranger = await school.person("student");
    await expect(press(stranger, cohort.id)).rejects.toMatchObject({ code: "cohort_full" });
    expect((await getEnrolView(school.reading(stranger), cohort.id))?.barrier).toBe("full");
    const late = await wait(cohort.id);
    expect(await school.asSystem(asStep((ctx) => offerSeats(ctx, cohort.id)))).toBe(2);
    await press(stranger, cohort.id);
    await press(late.who, cohort.id);
  });
});

test("whoever takes the seat that they were offered and cancels waits no more, and the next is offered it at once", async () => {
  const { b, c, cohort, edit, states } = await full({ priceMinor: 500 });
  await edit({ capacity: 2 });
  const taken = await press(b.who, cohort.id);
  expect(await states()).toEqual(["accepted", "waiting"]);
  await school.as(b.who)((ctx) => cancelOrder(ctx, { orderId: taken.order.id, why: "changed my mind" }));
  expect(await states()).toEqual(["accepted", "offered"]);
  // Nothing of theirs is kept: like anybody, they wait behind who came before.
  await expect(press(b.who, cohort.id)).rejects.toMatchObject({ code: "cohort_full" });
  await press(c.who, cohort.id);
  expect(await states()).toEqual(["accepted", "accepted"]);
});

describe("an offer stands for as long as it says", () => {
  const minuteAgo = () => new Date(school.clock().getTime() - school.minutes(1));

  test.each([0, 500])("also when enrolment has closed since, at a price of %i", async (priceMinor) => {
    const { b, c, cohort, edit } = await full({ priceMinor });
    await edit({ capacity: 2 });
    await edit({ closesAt: minuteAgo() });
    expect((await getEnrolView(school.reading(b.who), cohort.id))?.barrier).toBeNull();
    expect((await getEnrolView(school.reading(c.who), cohort.id))?.barrier).toBe("closed");
    await press(b.who, cohort.id);
    await expect(press(c.who, cohort.id)).rejects.toMatchObject({ code: "enrolment_closed" });
    await expect(press(await school.person("student"), cohort.id)).rejects.toMatchObject({ code: "enrolment_closed" });
  });

  test("and is made to the next after that", async () => {
    const { b, c, cohort, edit, states } = await full();
    await edit({ closesAt: minuteAgo() });
    await edit({ capacity: 2 });
    await school.as(b.who)((ctx) => leaveWaitingList(ctx, b.id));
    expect(await states()).toEqual(["declined", "offered"]);
    await press(c.who, cohort.id);
  });

  test("also before enrolment opens anew, and when the course has left the catalogue", async () => {
    const { b, c, cohort, edit, admin } = await full();
    await edit({ capacity: 3 });
    await edit({ opensAt: new Date(school.clock().getTime() + school.minutes(60)) });
    await press(b.who, cohort.id);
    await school.as(admin)((ctx) => unpublishCourse(ctx, { courseId: cohort.courseId }));
    expect((await getEnrolView(school.reading(c.who), cohort.id))?.barrier).toBeNull();
    expect(await getEnrolView(school.reading(await school.person("student")), cohort.id)).toBeUndefined();
    await press(c.who, cohort.id);
  });

  test("and ends with the cohort", async () => {
    const { b, cohort, edit, states } = await full();
    await edit({ capacity: 2 });
    expect(await school.asSystem((ctx) => lapseOffer(ctx, b.id))).toBe(false);
    await edit({ endsAt: minuteAgo() });
    await expect(press(b.who, cohort.id)).rejects.toMatchObject({ code: "enrolment_closed" });
    expect(await school.asSystem((ctx) => lapseOffer(ctx, b.id))).toBe(true);
    expect(await states()).toEqual(["lapsed", "waiting"]);
  });
});

test("the office can move a student into the last seat of a full cohort that is offered to that very student", async () => {
  const { b, cohort, admin, edit, states } = await full();
  const other = await school.cohort({ name: "Spring" }, { id: cohort.courseId });
  const { enrolment } = await press(b.who, other.id);
  const seen = async () => (await getEnrolment(school.reading(admin), enrolment.id))?.otherCohorts[0];
  expect(await seen()).toMatchObject({ seatsLeft: 0, isOffered: false, isEnrolled: false });
  await edit({ capacity: 2 });
  expect(await seen()).toMatchObject({ seatsLeft: 0, isOffered: true });
  await school.as(admin)((ctx) =>
    moveEnrolment(ctx, { enrolmentId: enrolment.id, toCohortId: cohort.id, why: "asked" }),
  );
  expect(await states()).toEqual(["accepted", "waiting"]);
});

test("a disabled account's unpaid order ends, and what is paid stays", async () => {
  const cohort = await school.cohort({ priceMinor: 500 });
  const free = await school.cohort();
  const [admin, student] = [await school.person("admin"), await school.person("student")];
  const unpaid = await press(student, cohort.id);
  const kept = await press(student, free.id);
  await school.as(admin)((ctx) => disableUser(ctx, { userId: student.id }));
  const state = async (id: string) =>
    (
      await school.database.read
        .select()
        .from(orders)
        .where(and(eq(orders.id, id)))
    )[0]?.state;
  expect([await state(unpaid.order.id), await state(kept.order.id)]).toEqual(["cancelled", "paid"]);
});
