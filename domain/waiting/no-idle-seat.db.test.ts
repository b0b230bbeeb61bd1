import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, enrolments, orders, users, waitingList } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { leaveCohort } from "../checkout/leave-cohort.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { revokeEnrolment } from "../checkout/revoke-enrolment.ts";
import { switchCohort } from "../checkout/switch-cohort.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { joinWaitingList } from "./join-waiting-list.ts";
import { lapseOffer } from "./lapse-offer.ts";
import { leaveWaitingList } from "./leave-waiting-list.ts";

/** How many schools are played through, and how many steps each. */
const [RUNS, STEPS] = [6, 60];
const why = "a test";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(() => school.drop());

/** mulberry32: the same numbers for the same seed, so that a run that fails fails again. */
function createRandom(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

type Student = Awaited<ReturnType<TestSchool["person"]>>;
type Random = ReturnType<typeof createRandom>;

async function play(seed: number): Promise<string[]> {
  const random = createRandom(seed);
  const facts = { moveDays: 0, cancelDays: 0, startsAt: addMs(school.clock(), 300 * DAY_MS) };
  const priceMinor = seed % 2 === 0 ? 0 : 500;
  const first = await school.cohort({ ...facts, priceMinor, capacity: 2 });
  const second = await school.cohort({ ...facts, priceMinor, capacity: 1 }, { id: first.courseId });
  const ids = [first.id, second.id];
  const people: Student[] = [];
  for (let n = 0; n < 8; n += 1) people.push(await school.person("student"));
  const said: string[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const name = await takeStep(random, people, ids);
    said.push(name);
    const idle = await listIdleSeats(ids);
    if (idle.length > 0) return [...said, `idle: ${idle.join(" ")}`];
  }
  return [];
}

async function takeStep(random: Random, people: Student[], ids: string[]): Promise<string> {
  const { read } = school.database;
  const cohortId = ids[random(ids.length)] as string;
  const other = ids.find((id) => id !== cohortId) as string;
  const who = people[random(people.length)] as Student;
  const office = school.as(admin);
  const any = async () => {
    const live = and(inArray(enrolments.cohortId, ids), inArray(enrolments.state, ["pending", "active"]));
    const rows = await read.select().from(enrolments).where(live).orderBy(asc(enrolments.id));
    const found = rows[random(rows.length || 1)];
    return found && { ...found, student: people.find(({ id }) => id === found.studentId) as Student };
  };
  const listed = async (state: "waiting" | "offered") => {
    const rows = await read
      .select()
      .from(waitingList)
      .where(and(inArray(waitingList.cohortId, ids), eq(waitingList.state, state)))
      .orderBy(asc(waitingList.id));
    return rows[random(rows.length || 1)];
  };
  const steps: Record<string, () => Promise<unknown>> = {
    enrol: () => school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id })),
    wait: () => school.as(who)((ctx) => joinWaitingList(ctx, { cohortId, studentId: who.id })),
    add: () => office((ctx) => addEnrolment(ctx, { cohortId, studentId: who.id, why })),
    "more or fewer seats": () => office((ctx) => editCohort(ctx, { cohortId, capacity: random(4) })),
    leave: async () => {
      const place = await any();
      if (place) await school.as(place.student)((ctx) => leaveCohort(ctx, { enrolmentId: place.id }));
    },
    switch: async () => {
      const place = await any();
      const to = place?.cohortId === cohortId ? other : cohortId;
      if (place) {
        await school.as(place.student)((ctx) => switchCohort(ctx, { enrolmentId: place.id, toCohortId: to }));
      }
    },
    cancel: async () => {
      const place = await any();
      if (place) await office((ctx) => cancelEnrolment(ctx, { enrolmentId: place.id, why }));
    },
    revoke: async () => {
      const place = await any();
      if (place) await office((ctx) => revokeEnrolment(ctx, { enrolmentId: place.id, why }));
    },
    move: async () => {
      const place = await any();
      const toCohortId = place?.cohortId === cohortId ? other : cohortId;
      if (place) await office((ctx) => moveEnrolment(ctx, { enrolmentId: place.id, toCohortId, why }));
    },
    "give up waiting": async () => {
      const entry = await listed("waiting");
      const student = people.find(({ id }) => id === entry?.studentId);
      if (entry && student) await school.as(student)((ctx) => leaveWaitingList(ctx, entry.id));
    },
    "let an offer lapse": async () => {
      const entry = await listed("offered");
      school.clock.forward(3 * DAY_MS);
      if (entry) await school.asSystem((ctx) => lapseOffer(ctx, entry.id));
    },
    "end an order": async () => {
      const waits = and(
        eq(orders.state, "awaiting_payment"),
        inArray(
          orders.buyerId,
          people.map(({ id }) => id),
        ),
      );
      const [order] = await read.select().from(orders).where(waits).orderBy(asc(orders.id));
      if (!order) return;
      if (random(2) === 0) await office((ctx) => cancelOrder(ctx, { orderId: order.id, why }));
      else {
        school.clock.forward(DAY_MS);
        await school.asSystem((ctx) => expireOrder(ctx, order.id));
      }
    },
    "disable somebody": async () => {
      if (random(4) === 0) await office((ctx) => disableUser(ctx, { userId: who.id }));
    },
  };
  // Cohorts are to be full, with people before them, as often as not.
  const names = [...Object.keys(steps), ...Array<string>(4).fill("enrol"), ...Array<string>(8).fill("wait")];
  const name = names[random(names.length)] as string;
  await steps[name]?.().catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
  });
  return name;
}

/** The cohorts with a seat that nobody has, holds or was offered, while somebody waits who could take it. */
async function listIdleSeats(ids: string[]): Promise<string[]> {
  const { read } = school.database;
  const rows = await read.select().from(cohorts).where(inArray(cohorts.id, ids));
  const idle: string[] = [];
  for (const { id, capacity, held, taken } of rows) {
    if (capacity !== null && held + taken >= capacity) continue;
    const [waits] = await read
      .select({ id: waitingList.id })
      .from(waitingList)
      .innerJoin(users, eq(users.id, waitingList.studentId))
      .where(and(eq(waitingList.cohortId, id), eq(waitingList.state, "waiting"), isNull(users.disabledAt)))
      .limit(1);
    if (waits) idle.push(id);
  }
  return idle;
}

test.each(Array.from({ length: RUNS }, (_, n) => n + 1))(
  "no seat is idle while somebody waits for it, whatever happens in whatever order (seed %i)",
  async (seed) => {
    expect(await play(seed)).toEqual([]);
  },
);
