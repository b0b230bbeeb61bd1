import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, users, waitingList } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { buildPersonKeys } from "../accounts/build-person-keys.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { getCohortOffice } from "../courses/get-course-office.ts";
import { createId } from "../kernel/ids.ts";
import { offerSeats } from "../seats/offer-seats.ts";
import { joinWaitingList } from "./join-waiting-list.ts";
import { leaveWaitingList } from "./leave-waiting-list.ts";
import { listWaiting } from "./list-waiting.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

/** A cohort whose only seat is taken, and three who came to wait for one, a minute apart. */
async function threeWaiting() {
  const cohort = await school.cohort({ capacity: 1 });
  const holder = await school.person("student");
  await school.as(holder)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: holder.id }));
  const waiters = [];
  for (let n = 0; n < 3; n += 1) {
    school.clock.forward(school.minutes(1));
    const who = await school.person("student");
    const entry = await school.as(who)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: who.id }));
    waiters.push({ who, entryId: entry.id });
  }
  return { cohort, waiters };
}

async function offerOne(cohortId: string) {
  await school.database.write((tx) => tx.update(cohorts).set({ capacity: 2 }).where(eq(cohorts.id, cohortId)));
  await school.asSystem(asStep((ctx) => offerSeats(ctx, cohortId)));
}

test("the office sees who waits in the order in which they came, who was offered a seat first and until when", async () => {
  const { cohort, waiters } = await threeWaiting();
  const [first, second, third] = waiters.map(({ who }) => who.id);
  const read = school.reading(await school.person("support"));
  const before = await listWaiting(read, cohort.id);
  expect(before.people.map(({ studentId }) => studentId)).toEqual([first, second, third]);
  expect(before.people[0]).toMatchObject({ name: expect.stringMatching(/^Person /), offerExpiresAt: null });
  await offerOne(cohort.id);
  // Also an offer to somebody who came last stands at the head: it is what the office looks for.
  const late = { since: new Date(school.clock().getTime() + 1) };
  await school.database.write((tx) =>
    tx
      .update(waitingList)
      .set(late)
      .where(eq(waitingList.studentId, String(first))),
  );
  const { people, more } = await listWaiting(read, cohort.id);
  expect(people.map(({ studentId, state }) => [studentId, state])).toEqual([
    [first, "offered"],
    [second, "waiting"],
    [third, "waiting"],
  ]);
  expect(people[0]?.offerExpiresAt?.getTime()).toBe(school.clock().getTime() + school.rules.offerHours * 3_600_000);
  expect(more).toBe(0);
});

test("who left the list, and who waits for another cohort, is not on it", async () => {
  const { cohort, waiters } = await threeWaiting();
  const other = await threeWaiting();
  const [, gone] = waiters;
  if (gone) await school.as(gone.who)((ctx) => leaveWaitingList(ctx, gone.entryId));
  const read = school.reading(await school.person("finance"));
  const idsOf = async (id: string) => (await listWaiting(read, id)).people.map((each) => each.id);
  expect(await idsOf(cohort.id)).toEqual([waiters[0]?.entryId, waiters[2]?.entryId]);
  expect(await idsOf(other.cohort.id)).toEqual(other.waiters.map(({ entryId }) => entryId));
});

test("fifty are shown by name, and it is said how many more there are", async () => {
  const cohort = await school.cohort({ capacity: 1 });
  await school.database.write(async (tx) => {
    for (let n = 0; n < 53; n += 1) {
      const [id, email, name] = [createId("user"), `waits${n}@example.org`, `Waits ${n}`];
      await tx
        .insert(users)
        .values({ id, email, name, ...buildPersonKeys({ name, email }), createdAt: school.clock() });
      const since = new Date(school.clock().getTime() + n);
      const entry = { id: createId("waiting"), cohortId: cohort.id, studentId: id, state: "waiting" as const, since };
      await tx.insert(waitingList).values(entry);
    }
  });
  const { people, more } = await listWaiting(school.reading(await school.person("admin")), cohort.id);
  expect(people.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, n) => `Waits ${n}`));
  expect(more).toBe(3);
});

test("only the office may see who waits: no teacher, no student, not even who waits there", async () => {
  const { cohort, waiters } = await threeWaiting();
  for (const who of [await school.person("instructor"), await school.person("student"), waiters[0]?.who]) {
    if (who) await expect(listWaiting(school.reading(who), cohort.id)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(listWaiting(school.reading({ type: "visitor" }), cohort.id)).rejects.toMatchObject({
    code: "not_signed_in",
  });
});

test("the seats of a cohort count who was offered one as offered, and not as waiting too", async () => {
  const { cohort } = await threeWaiting();
  const read = school.reading(await school.person("admin"));
  const seats = async () => (await getCohortOffice(read, cohort.courseId, cohort.id))?.cohort;
  expect(await seats()).toMatchObject({ taken: 1, held: 0, offered: 0, waiting: 3 });
  await offerOne(cohort.id);
  expect(await seats()).toMatchObject({ taken: 1, held: 1, offered: 1, waiting: 2 });
});
