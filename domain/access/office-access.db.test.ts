import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, grants, outbox } from "#db/schema/index.ts";
import { translatorFor } from "#messages/translator.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { composeMail } from "../mail/compose-mail.ts";
import { explainAccess } from "./explain-access.ts";
import { extendAccess } from "./extend-access.ts";
import { canOpenCourse } from "./get-access.ts";
import { giveCourse } from "./give-course.ts";
import type { Extent } from "./inputs.ts";
import { revokeGrant } from "./revoke-grant.ts";
import { shortenAccess } from "./shorten-access.ts";

let school: TestSchool;
let desk: Actor;
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("support");
});
afterAll(() => school.drop());

const START = new Date("2026-01-08T10:00:00Z");
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** A student with a place whose access lasts so many days. */
async function placed(facts: Partial<typeof cohorts.$inferInsert> = { accessDays: 30 }) {
  school.clock.set(START);
  const cohort = await school.cohort(facts);
  const student = await school.person("student");
  const { enrolment, order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const office = { enrolmentId: enrolment.id, why: "was ill", notify: false, days: null, until: null };
  const change = (verb: typeof extendAccess | typeof shortenAccess, extent: Partial<Extent & { notify: boolean }>) =>
    school.as(desk)(async (ctx) => void (await verb(ctx, { ...office, ...extent })));
  const explained = async () => (await explainAccess(school.reading(student), { studentId: student.id }))[0];
  return { ...cohort, student, enrolment, order, change, explained };
}

test("an extension is a grant of its own, from where access ends; what was given before stays as it was", async () => {
  const { change, explained, order, courseId } = await placed();
  const before = await school.database.read.select().from(grants).where(eq(grants.courseId, courseId));
  await change(extendAccess, { days: 14 });
  const after = await school.database.read.select().from(grants).where(eq(grants.courseId, courseId));
  expect(after).toHaveLength(2);
  expect(after).toEqual(expect.arrayContaining(before));
  const end = addMs(START, 44 * DAY_MS);
  expect(await explained()).toMatchObject({
    state: "open",
    endsAt: end,
    reasons: [
      { kind: "order", code: order.code, paid: "free" },
      { kind: "extended", days: 14, at: START },
    ],
  });
});

test("access that ended years ago is extended from now, not from its old end", async () => {
  const { change, explained, student, courseId } = await placed();
  school.clock.set(new Date("2031-06-01T08:00:00Z"));
  expect((await explained())?.state).toBe("ended");
  await change(extendAccess, { days: 7 });
  expect(await explained()).toMatchObject({
    state: "open",
    startsAt: school.clock(),
    endsAt: addMs(school.clock(), 7 * DAY_MS),
    reasons: [{ kind: "extended" }],
  });
  expect(await canOpenCourse(school.reading(student), courseId)).toBe(true);
});

test.each([
  ["a day of 23 hours", "2026-03-28T11:00:00Z", "2026-03-29T10:00:00.000Z"],
  ["a day of 25 hours", "2026-10-24T10:00:00Z", "2026-10-25T11:00:00.000Z"],
])("an extension by %s ends at the same hour on the clock of the cohort", async (_, now, end) => {
  const { change, explained } = await placed({ accessDays: 1, timezone: "Europe/Zurich" });
  school.clock.set(new Date(now));
  await change(extendAccess, { days: 1 });
  expect((await explained())?.endsAt?.toISOString()).toBe(end);
});

test("until a day is to the end of that day where the cohort is, in a leap year too", async () => {
  const { change, explained } = await placed({ accessDays: 30, timezone: "America/St_Johns" });
  await change(extendAccess, { until: "2028-02-29" });
  expect((await explained())?.endsAt?.toISOString()).toBe("2028-03-01T03:30:00.000Z");
  await expect(change(extendAccess, { until: "2028-02-29" })).rejects.toEqual(refusal("invalid_input"));
});

test("shortening revokes what lasted longer and gives it again until then, so that its order is still the reason", async () => {
  const { change, explained, order } = await placed();
  await change(extendAccess, { days: 14 });
  school.clock.forward(DAY_MS);
  await change(shortenAccess, { days: 20 });
  expect(await explained()).toMatchObject({
    state: "open",
    endsAt: addMs(START, 24 * DAY_MS),
    reasons: [
      { kind: "order", code: order.code },
      { kind: "shortened", at: school.clock() },
    ],
  });
  expect((await explained())?.grants.filter(({ revokedAt }) => revokedAt !== null)).toHaveLength(2);
  await expect(change(shortenAccess, { days: 24 })).rejects.toEqual(refusal("invalid_input"));
  await expect(change(shortenAccess, { until: "2026-02-10" })).rejects.toEqual(refusal("wrong_state"));
});

test("a part of an extension that is left keeps its reason", async () => {
  const { change, explained } = await placed();
  await change(extendAccess, { days: 14 });
  await change(shortenAccess, { days: 4 });
  const access = await explained();
  expect(access?.endsAt).toEqual(addMs(START, 40 * DAY_MS));
  expect(access?.reasons.map(({ kind }) => kind)).toEqual(["order", "shortened"]);
});

test("what is open for good has no longer, and a place that is cancelled opens nothing more", async () => {
  const forGood = await placed({ accessDays: null });
  await expect(forGood.change(extendAccess, { days: 1 })).rejects.toEqual(refusal("wrong_state"));
  await expect(forGood.change(shortenAccess, { days: 1 })).rejects.toEqual(refusal("wrong_state"));
  await forGood.change(shortenAccess, { until: "2026-02-01" });
  expect((await forGood.explained())?.endsAt?.toISOString()).toBe("2026-02-01T23:00:00.000Z");
  const { enrolment, change, student, courseId } = await placed();
  await change(extendAccess, { days: 14 });
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away" }));
  expect(await canOpenCourse(school.reading(student), courseId)).toBe(false);
  await expect(change(extendAccess, { days: 1 })).rejects.toEqual(refusal("wrong_state"));
});

test("a suspended place is extended all the same, and stays closed", async () => {
  const { enrolment, change, explained } = await placed();
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: enrolment.id, why: "owes a book" }));
  await change(extendAccess, { days: 14 });
  expect(await explained()).toMatchObject({ state: "suspended", endsAt: addMs(START, 44 * DAY_MS) });
});

test("whoever is moved to another cohort keeps what was added to their access", async () => {
  const { id: _, courseId, enrolment, change, explained } = await placed();
  await change(extendAccess, { days: 100 });
  const other = await school.cohort({ name: "Weekend", accessDays: 10 }, { id: courseId });
  await school.as(desk)((ctx) =>
    moveEnrolment(ctx, { enrolmentId: enrolment.id, toCohortId: other.id, why: "choir on Thursdays" }),
  );
  const kept = (await explained())?.grants.filter(({ revokedAt }) => revokedAt === null);
  expect(kept?.map(({ step }) => step)).toEqual(["extended", null]);
});

test("a gift opens a course without a seat, once, and is taken back without the place beside it", async () => {
  const { student, courseId, id: cohortId, explained } = await placed();
  const taken = async () =>
    (await school.database.read.select({ taken: cohorts.taken }).from(cohorts).where(eq(cohorts.id, cohortId)))[0]
      ?.taken;
  expect(await taken()).toBe(1);
  const gift = { studentId: student.id, courseId, why: "a prize", notify: false, days: null, until: null };
  const given = await school.as(desk)((ctx) => giveCourse(ctx, gift));
  expect(await taken()).toBe(1);
  expect(await explained()).toMatchObject({ endsAt: null, reasons: [{ kind: "order" }, { kind: "gift" }] });
  await expect(school.as(desk)((ctx) => giveCourse(ctx, { ...gift, days: 3 }))).rejects.toEqual(refusal("wrong_state"));
  const taking = { grantId: given.id, why: "a mistake", notify: false };
  await school.as(desk)((ctx) => revokeGrant(ctx, taking));
  expect(await explained()).toMatchObject({ state: "open", endsAt: addMs(START, 30 * DAY_MS) });
  await expect(school.as(desk)((ctx) => revokeGrant(ctx, taking))).rejects.toEqual(refusal("wrong_state"));
});

test("whoever stands outside while what they have begins later is let in now by an extension", async () => {
  const { change, explained, student, courseId } = await placed({ accessDays: 10 });
  await change(extendAccess, { days: 20 });
  const [first] = (await explained())?.grants ?? [];
  await school.as(desk)((ctx) => revokeGrant(ctx, { grantId: first?.id ?? "", why: "a mistake", notify: false }));
  expect(await canOpenCourse(school.reading(student), courseId)).toBe(false);
  await change(extendAccess, { days: 3 });
  expect(await canOpenCourse(school.reading(student), courseId)).toBe(true);
});

test("what opens a course to somebody is not taken back by the page of somebody else", async () => {
  const [mine, theirs] = [await placed(), await placed()];
  const [grant] = (await theirs.explained())?.grants ?? [];
  const taking = { grantId: grant?.id ?? "", why: "a mistake", notify: false };
  const take = (of: { enrolmentId?: string; studentId?: string }) =>
    school.as(desk)((ctx) => revokeGrant(ctx, { ...taking, ...of }));
  await expect(take({ enrolmentId: mine.enrolment.id })).rejects.toEqual(refusal("not_found"));
  await expect(take({ studentId: mine.student.id })).rejects.toEqual(refusal("not_found"));
  await take({ enrolmentId: theirs.enrolment.id, studentId: theirs.student.id });
});

test("the student is told in a mail what was done, why and until when, unless the office ticks that off", async () => {
  const { student, change } = await placed();
  const told = () =>
    school.database.read
      .select()
      .from(outbox)
      .where(and(eq(outbox.kind, "access_changed"), eq(outbox.recipient, student.email)));
  await change(extendAccess, { days: 7 });
  expect(await told()).toEqual([]);
  await change(extendAccess, { until: "2026-03-02", notify: true });
  const [mail] = await told();
  if (!mail) throw new Error("no mail");
  const letter = await composeMail(school.database.read, mail, {
    ...{ url: "https://school.example", bank: null },
    wordsIn: translatorFor,
  });
  expect(letter?.subject).toBe("Open for longer: Bookbinding");
  expect(letter?.text).toContain("Monday, 2 March 2026");
  expect(letter?.text).toContain("was ill");
});
