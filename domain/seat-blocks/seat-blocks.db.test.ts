import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cohorts, holds, orders, seatBlocks, users, waitingList } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelCohort } from "../checkout/cancel-cohort.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { DAY_MS, MINUTE_MS } from "../kernel/clock.ts";
import { createWriteCtx } from "../kernel/create-write-ctx.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { lockBuyer } from "../orders/lock-buyer.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { createSeatBlock } from "./create-seat-block.ts";
import { endSeatBlock } from "./end-seat-block.ts";
import { getBlockSeats } from "./get-block-seats.ts";
import { SeatBlockFields } from "./inputs.ts";
import { listSeatBlocks } from "./list-seat-blocks.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Student = Awaited<ReturnType<TestSchool["person"]>>;
const student = () => school.person("student");
const keep = (cohortId: string, fields: object = {}) => {
  const block = { name: "Muster AG", code: "MUSTER-26", seats: 1, untilOn: "2026-02-01", ...fields };
  return school.as(admin)((ctx) => createSeatBlock(ctx, { cohortId, ...SeatBlockFields.parse(block) }));
};
const enrol = (cohortId: string, who: Student, code?: string) =>
  school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, code }));
const wait = (cohortId: string, who: Student) =>
  school.as(who)((ctx) => joinWaitingList(ctx, { cohortId, studentId: who.id }));
const end = (blockId: string) => school.as(admin)((ctx) => endSeatBlock(ctx, { blockId }));
const seatsOf = async (id: string) => {
  const [row] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, id));
  return [row?.held, row?.taken];
};
const usedOf = async (id: string) =>
  (await school.database.read.select().from(seatBlocks).where(eq(seatBlocks.id, id)))[0]?.used;

describe("seats that are kept", () => {
  test.each([0, 500])("are for who types the code, however it is typed, at %i", async (priceMinor) => {
    const cohort = await school.cohort({ capacity: 2, priceMinor });
    const { id } = await keep(cohort.id, { seats: 1 });
    const [anybody, late, member] = [await student(), await student(), await student()];
    await enrol(cohort.id, anybody);
    await expect(enrol(cohort.id, late)).rejects.toMatchObject({ code: "cohort_full" });
    await expect(enrol(cohort.id, late, "muster 27")).rejects.toMatchObject({
      code: "block_code_refused",
      detail: { fields: { code: expect.anything() } },
    });
    await enrol(cohort.id, member, " muster-26 ");
    expect([await seatsOf(cohort.id), await usedOf(id)]).toEqual([priceMinor === 0 ? [0, 2] : [2, 0], 1]);
    await expect(enrol(cohort.id, late, "MUSTER-26")).rejects.toThrow(/are taken/);
  });

  test("are for a listed address or domain, once it is confirmed, without any code", async () => {
    const cohort = await school.cohort({ capacity: 2 });
    await keep(cohort.id, { code: null, addresses: ["boss@else.example", "*.Firm.example"], seats: 2 });
    const [member, unconfirmed, boss] = [await student(), await student(), await student()];
    const setAddress = (who: Student, email: string, verifiedAt: Date | null) =>
      school.database.write((tx) => tx.update(users).set({ email, verifiedAt }).where(eq(users.id, who.id)));
    await setAddress(member, "ana@zh.firm.example", school.clock());
    await setAddress(unconfirmed, "ben@zh.firm.example", null);
    await setAddress(boss, "boss@else.example", school.clock());
    await enrol(cohort.id, member);
    await expect(enrol(cohort.id, unconfirmed)).rejects.toMatchObject({ code: "address_not_confirmed" });
    expect(await getBlockSeats(school.reading(unconfirmed), cohort.id)).toEqual({
      ...{ takesCode: false, isListed: true, isConfirmed: false },
    });
    await enrol(cohort.id, boss);
  });

  test("are never more than are free, never from those who wait, and only of a cohort with seats to count", async () => {
    const cohort = await school.cohort({ capacity: 2 });
    await expect(keep(cohort.id, { seats: 3 })).rejects.toMatchObject({ code: "cohort_full" });
    await keep(cohort.id, { seats: 2 });
    await wait(cohort.id, await student());
    await school.database.write((tx) => tx.update(cohorts).set({ capacity: 3 }).where(eq(cohorts.id, cohort.id)));
    await expect(keep(cohort.id, { code: "OTHER-1" })).rejects.toMatchObject({ code: "cohort_full" });
    await expect(keep(cohort.id)).rejects.toMatchObject({ code: "invalid_input" });
    const unlimited = await school.cohort();
    await expect(keep(unlimited.id)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(keep(cohort.id, { code: null })).rejects.toMatchObject({ code: "invalid_input" });
    const refused = (key: string) => ({ code: "invalid_input", detail: { fields: { untilOn: { key } } } });
    await expect(keep(cohort.id, { untilOn: "2026-01-07" })).rejects.toMatchObject(refused("fields.block_day_over"));
    const brief = await school.cohort({ capacity: 2, endsAt: new Date("2026-02-03T18:00:00Z") });
    await expect(keep(brief.id, { untilOn: "2026-02-04" })).rejects.toMatchObject(
      refused("fields.block_day_after_end"),
    );
    await keep(brief.id, { untilOn: "2026-02-03" });
    await expect(
      school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, capacity: 1 })),
    ).rejects.toMatchObject({ code: "seats_below_taken" });
  });

  test("go to whoever waits first when their time is over, in the same write", async () => {
    const cohort = await school.cohort({ capacity: 2 });
    const { id } = await keep(cohort.id, { seats: 2 });
    const [waiter, member] = [await student(), await student()];
    await wait(cohort.id, waiter);
    await enrol(cohort.id, member, "MUSTER-26");
    await end(id);
    const [entry] = await school.database.read.select().from(waitingList).where(eq(waitingList.cohortId, cohort.id));
    expect([entry?.state, await seatsOf(cohort.id)]).toEqual(["offered", [1, 1]]);
    await expect(end(id)).rejects.toMatchObject({ code: "wrong_state" });
    await expect(enrol(cohort.id, await student(), "MUSTER-26")).rejects.toMatchObject({ code: "block_code_refused" });
  });

  test("are nobody's by code once their last day is over, also before the job comes", async () => {
    const cohort = await school.cohort({ capacity: 1 });
    const { until } = await keep(cohort.id, { untilOn: "2026-01-08" });
    // The end of the day in Zurich.
    expect(until.toISOString()).toBe("2026-01-08T23:00:00.000Z");
    school.clock.forward(until.getTime() - school.clock().getTime());
    await expect(enrol(cohort.id, await student(), "MUSTER-26")).rejects.toMatchObject({ code: "block_code_refused" });
  });

  test("stay with the group when a member gives one back or does not pay, and are free with the group's end", async () => {
    const cohort = await school.cohort({ capacity: 1, priceMinor: 500 });
    const { id } = await keep(cohort.id, { untilOn: "2026-03-01" });
    const [first, second, waiter] = [await student(), await student(), await student()];
    const { order } = await enrol(cohort.id, first, "MUSTER-26");
    await wait(cohort.id, waiter);
    school.clock.forward(20 * MINUTE_MS);
    await school.asSystem((ctx) => expireOrder(ctx, order.id));
    expect([await seatsOf(cohort.id), await usedOf(id)]).toEqual([[1, 0], 0]);
    await enrol(cohort.id, second, "MUSTER-26");
    expect([await seatsOf(cohort.id), await usedOf(id)]).toEqual([[1, 0], 1]);

    const free = await school.cohort({ capacity: 1 });
    const block = await keep(free.id, { untilOn: "2026-03-01" });
    const { enrolment } = await enrol(free.id, first, "MUSTER-26");
    await wait(free.id, waiter);
    const cancel = { enrolmentId: enrolment.id, why: "is ill" };
    await school.as(admin)((ctx) => cancelEnrolment(ctx, cancel));
    expect([await seatsOf(free.id), await usedOf(block.id)]).toEqual([[1, 0], 0]);
    await end(block.id);
    const [entry] = await school.database.read.select().from(waitingList).where(eq(waitingList.cohortId, free.id));
    expect(entry?.state).toBe("offered");
  });

  test("are not sold twice to who pays too late and to who came meanwhile", async () => {
    const cohort = await school.cohort({ capacity: 1, priceMinor: 500 });
    await keep(cohort.id, { untilOn: "2026-03-01" });
    const [late, quick] = [await student(), await student()];
    const enrolled = await school.as(late)((ctx) =>
      enrolStudent(ctx, { cohortId: cohort.id, studentId: late.id, code: "MUSTER-26", provider: "bank" }),
    );
    school.clock.forward(15 * DAY_MS);
    await school.asSystem((ctx) => expireOrder(ctx, enrolled.order.id));
    await enrol(cohort.id, quick, "MUSTER-26");
    await school.asSystem((ctx) => confirmTransfer(ctx, enrolled.payment?.id ?? ""));
    expect(await seatsOf(cohort.id)).toEqual([1, 0]);
    const [order] = await school.database.read.select().from(orders).where(eq(orders.id, enrolled.order.id));
    expect(order?.reviewReason).toBe("late_money_no_seat");
  });

  test("end with their cohort, and codes are read by who runs the courses alone", async () => {
    const cohort = await school.cohort({ capacity: 3 });
    await keep(cohort.id, { seats: 3 });
    await expect(listSeatBlocks(school.reading(await student()), cohort.id)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await listSeatBlocks(school.reading(admin), cohort.id)).map(({ code }) => code)).toEqual(["MUSTER-26"]);
    await school.as(admin)((ctx) => cancelCohort(ctx, { cohortId: cohort.id, why: "rain" }));
    expect(await seatsOf(cohort.id)).toEqual([0, 0]);
  });
});

test.each([0, 500])(
  "of fifty who come at once, one has the last ordinary seat and one the last kept one, at %i",
  async (priceMinor) => {
    const cohort = await school.cohort({ capacity: 2, priceMinor });
    const { id } = await keep(cohort.id, { seats: 1, untilOn: "2026-03-01" });
    const people = await Promise.all(Array.from({ length: 50 }, () => student()));
    // As the pages write: side by side where the engine can.
    const press = (who: Student, n: number) => {
      const choice = { cohortId: cohort.id, studentId: who.id, code: n % 2 === 0 ? "MUSTER-26" : undefined };
      const { database, rules } = school;
      return database.write(
        (tx) => enrolStudent(createWriteCtx({ tx, now: school.clock(), actor: who, requestId: "race", rules }), choice),
        { beside: lockBuyer(choice) },
      );
    };
    const done = await Promise.allSettled(people.map(press));
    const won = done.flatMap(({ status }, n) => (status === "fulfilled" ? [n % 2] : []));
    expect(won.sort()).toEqual([0, 1]);
    for (const each of done) {
      if (each.status === "rejected" && !isRefusal(each.reason)) throw each.reason;
    }
    expect([await seatsOf(cohort.id), await usedOf(id)]).toEqual([priceMinor === 0 ? [0, 2] : [2, 0], 1]);
    const { read } = school.database;
    const live = await read
      .select()
      .from(holds)
      .where(and(eq(holds.cohortId, cohort.id), eq(holds.state, "held")));
    expect(live).toHaveLength(priceMinor === 0 ? 0 : 2);
    expect(await read.select().from(orders).where(eq(orders.state, "draft"))).toEqual([]);
  },
);
