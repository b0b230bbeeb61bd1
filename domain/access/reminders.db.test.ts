import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type cohorts, outbox, users } from "#db/schema/index.ts";
import { translatorFor } from "#messages/translator.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { renewAccess } from "../checkout/renew-access.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { composeMail } from "../mail/compose-mail.ts";
import { extendAccess } from "./extend-access.ts";
import { getDueReminder } from "./get-due-reminder.ts";
import { giveCourse } from "./give-course.ts";
import { listEndingGrants } from "./list-ending-grants.ts";
import { remindOfAccess } from "./remind-of-access.ts";

let school: TestSchool;
let desk: Actor;
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("admin");
});
afterAll(() => school.drop());

const START = new Date("2026-01-08T10:00:00Z");
beforeEach(() => school.clock.set(START));
const DAYS = [14, 3, 0];
const RENEWABLE = { renewal: "instant", renewalDays: 30 } as const;
/** A little after the morning, so many days before the end of access that lasts 30 days. */
const before = (days: number) => new Date(START.getTime() + (30 - days) * DAY_MS - 3_600_000);

async function placed(terms: Partial<typeof cohorts.$inferInsert> = RENEWABLE, about: { timezone?: string } = {}) {
  const cohort = await school.cohort({ accessDays: 30, timezone: "UTC", ...terms });
  const student = await school.person("student");
  const { timezone = "UTC" } = about;
  await school.database.write((tx) => tx.update(users).set({ timezone }).where(eq(users.id, student.id)));
  const { enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const sent = async () => {
    const kept = and(eq(outbox.kind, "access_ends"), eq(outbox.recipient, student.email));
    return school.database.read.select().from(outbox).where(kept).orderBy(outbox.createdAt);
  };
  return { ...cohort, student, enrolmentId: enrolment.id, sent };
}

/** As the job does it, in stretches of two. */
async function remind(now: Date): Promise<number> {
  school.clock.set(now);
  let count = 0;
  let after: Awaited<ReturnType<typeof listEndingGrants>>[number] | undefined;
  for (;;) {
    const stretch = { now, days: 14, limit: 2, ...(after ? { after } : {}) };
    const ending = await listEndingGrants(school.database.read, stretch);
    const reminders = ending.flatMap((grant) => {
      const days = getDueReminder(grant, DAYS, now);
      return days === undefined ? [] : [{ grantId: grant.id, days }];
    });
    count += await school.asSystem((ctx) => remindOfAccess(ctx, { reminders }));
    after = ending.at(-1);
    if (ending.length < 2) return count;
  }
}

test("each of the days reminds once, however often the job runs, and of all students in turn", async () => {
  const places = [await placed(), await placed(), await placed()];
  expect(await remind(before(15))).toBe(0);
  expect(await remind(before(14))).toBe(3);
  expect(await remind(before(14))).toBe(0);
  expect(await remind(before(3))).toBe(3);
  expect(await remind(before(0))).toBe(3);
  expect(await remind(addMs(before(0), 3 * 3_600_000))).toBe(0);
  for (const { sent } of places) expect(await sent()).toHaveLength(3);
});

test("after a week without the job only the nearest is sent; of what has ended meanwhile, that it has", async () => {
  const late = await placed();
  expect(await remind(before(2))).toBe(1);
  expect((await late.sent()).map(({ payload }) => payload)).toMatchObject([{ isOver: false }]);
  school.clock.set(START);
  const over = await placed({ accessDays: 20 });
  expect(await remind(addMs(START, 24 * DAY_MS))).toBe(1);
  expect((await over.sent()).map(({ payload }) => payload)).toMatchObject([{ isOver: true }]);
  school.clock.set(START);
  const long = await placed({ accessDays: 20 });
  await remind(addMs(START, 28 * DAY_MS));
  expect(await long.sent()).toEqual([]);
});

test("who was given more, has a gift that lasts longer, or has renewed is not reminded", async () => {
  const extended = await placed();
  const gifted = await placed();
  const renewed = await placed();
  const by = { why: "was ill", notify: false, days: null, until: null };
  await school.as(desk)((ctx) => extendAccess(ctx, { ...by, enrolmentId: extended.enrolmentId, days: 60 }));
  const { student, courseId } = gifted;
  await school.as(desk)((ctx) => giveCourse(ctx, { ...by, studentId: student.id, courseId }));
  school.clock.set(before(20));
  await school.as(renewed.student)((ctx) => renewAccess(ctx, { enrolmentId: renewed.enrolmentId }));
  await remind(before(3));
  for (const { sent } of [extended, gifted, renewed]) expect(await sent()).toEqual([]);
});

test("who renews between the look and the write is not reminded", async () => {
  const place = await placed();
  const now = before(3);
  school.clock.set(now);
  const [ending] = (await listEndingGrants(school.database.read, { now, days: 14, limit: 100 })).filter(
    ({ remindedDays }) => remindedDays === null,
  );
  await school.as(place.student)((ctx) => renewAccess(ctx, { enrolmentId: place.enrolmentId }));
  const reminders = [{ grantId: ending?.id ?? "", days: 3 }];
  expect(await school.asSystem((ctx) => remindOfAccess(ctx, { reminders }))).toBe(0);
  expect(await place.sent()).toEqual([]);
});

test("a suspended place and a disabled account are not reminded", async () => {
  const suspended = await placed();
  const why = "owes a book";
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: suspended.enrolmentId, why }));
  const disabled = await placed();
  await school.database.write((tx) =>
    tx.update(users).set({ disabledAt: START }).where(eq(users.id, disabled.student.id)),
  );
  await remind(before(3));
  for (const { sent } of [suspended, disabled]) expect(await sent()).toEqual([]);
});

test("the mail says the end on the student's own clock and in their language, with the way to renew", async () => {
  await school.as(desk)((ctx) => changeSettings(ctx, { moreLanguages: ["de"] }));
  const place = await placed(RENEWABLE, { timezone: "Asia/Tokyo" });
  await school.database.write((tx) => tx.update(users).set({ language: "de" }).where(eq(users.id, place.student.id)));
  await remind(before(3));
  const [mail] = await place.sent();
  if (!mail) throw new Error("no mail");
  const letter = await composeMail(school.database.read, mail, {
    ...{ url: "https://school.example", bank: null },
    wordsIn: translatorFor,
  });
  expect(letter?.subject).toBe("Ihr Zugang endet bald: Bookbinding");
  expect(letter?.text).toContain("7. Februar 2026");
  expect(letter?.text).toContain("19:00 (Asia/Tokyo)");
  expect(letter?.text).toContain(`/learning/course-${place.courseId}/renew`);
});
