import { and, asc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import BetterSqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { activeEnrolments, openCourses, pendingRequests, usageByCourse } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { canOpenCourse } from "../access/get-access.ts";
import { recordOpening } from "../access/record-opening.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { revokeEnrolment } from "../checkout/revoke-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { startPayment } from "../payments/start-payment.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

/** Who may open a course at this moment, as the view says. */
async function whoMayOpen(courseId: string): Promise<string[]> {
  const now = school.clock();
  const rows = await school.database.read
    .select({ studentId: activeEnrolments.studentId })
    .from(activeEnrolments)
    .where(
      and(
        eq(activeEnrolments.courseId, courseId),
        lte(activeEnrolments.startsAt, now),
        or(isNull(activeEnrolments.endsAt), gt(activeEnrolments.endsAt, now)),
      ),
    );
  return rows.map(({ studentId }) => studentId).sort();
}

test("active_enrolments names those who may open a course, and nobody else, before and after their access ends", async () => {
  const admin = await school.person("admin");
  const cohort = await school.cohort({ accessDays: 30 });
  const enrolled = async () => {
    const student = await school.person("student");
    const enrolment = await school.as(admin)((ctx) =>
      addEnrolment(ctx, { cohortId: cohort.id, studentId: student.id, why: "a gift" }),
    );
    return { student, enrolmentId: enrolment.id };
  };
  const stays = await enrolled();
  const suspended = await enrolled();
  const revoked = await enrolled();
  await school.as(admin)((ctx) => suspendEnrolment(ctx, { enrolmentId: suspended.enrolmentId, why: "a test" }));
  await school.as(admin)((ctx) => revokeEnrolment(ctx, { enrolmentId: revoked.enrolmentId, why: "a test" }));
  const asRule = async () => {
    const all = [stays, suspended, revoked].map(({ student }) => student);
    const may = await Promise.all(all.map((student) => canOpenCourse(school.reading(student), cohort.courseId)));
    return all.filter((_, place) => may[place]).map(({ id }) => id);
  };
  expect(await whoMayOpen(cohort.courseId)).toEqual([stays.student.id]);
  expect(await whoMayOpen(cohort.courseId)).toEqual(await asRule());
  school.clock.forward(31 * DAY_MS);
  expect(await whoMayOpen(cohort.courseId)).toEqual([]);
  expect(await asRule()).toEqual([]);
});

test("open_courses has the offerings with a seat or a waiting list, and says how many seats are left", async () => {
  const { id: seats } = await school.cohort({ capacity: 5, held: 1, taken: 2, waitingList: false });
  const { id: unlimited } = await school.cohort({ waitingList: false });
  const { id: queue } = await school.cohort({ capacity: 2, taken: 2, waitingList: true });
  const { id: full } = await school.cohort({ capacity: 2, taken: 2, waitingList: false });
  const { id: cancelled } = await school.cohort({ state: "cancelled" });
  const { id: draft } = await school.cohort({}, { state: "draft" });
  const rows = await school.database.read
    .select({ id: openCourses.cohortId, left: openCourses.seatsLeft, waitingList: openCourses.waitingList })
    .from(openCourses)
    .where(inArray(openCourses.cohortId, [seats, unlimited, queue, full, cancelled, draft]))
    .orderBy(asc(openCourses.cohortId));
  const told = new Map(rows.map(({ id, left, waitingList }) => [id, { left, waitingList }]));
  expect(told.size).toBe(3);
  expect(told.get(seats)).toEqual({ left: 2, waitingList: false });
  expect(told.get(unlimited)).toEqual({ left: null, waitingList: false });
  expect(told.get(queue)).toEqual({ left: 0, waitingList: true });
});

test("pending_requests has the bank transfer that waits for a person, with its dates", async () => {
  const cohort = await school.cohort({ priceMinor: 100, currency: "CHF", capacity: 9 });
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  const rows = await school.database.read.select().from(pendingRequests).where(eq(pendingRequests.id, payment.id));
  expect(rows).toEqual([{ kind: "transfers", id: payment.id, since: payment.createdAt, dueAt: payment.expiresAt }]);
});

test("usage_by_course counts openings and the people behind them", async () => {
  const cohort = await school.cohort();
  const [first, second] = [await school.person("student"), await school.person("student")];
  for (const student of [first, second]) {
    await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
  }
  const firstAt = school.clock();
  const open = (student: typeof first) =>
    school.as(student)((ctx) => recordOpening(ctx, { courseId: cohort.courseId }));
  await open(first);
  school.clock.forward(DAY_MS);
  await open(first);
  await open(second);
  const rows = await school.database.read
    .select()
    .from(usageByCourse)
    .where(eq(usageByCourse.courseId, cohort.courseId));
  expect(rows).toEqual([{ courseId: cohort.courseId, openings: 3, students: 2, firstAt, lastAt: school.clock() }]);
});

test.skipIf(engine !== "sqlite")("what waits is counted without a look at every payment that is under way", () => {
  const sqlite = new BetterSqlite(school.database.url, { readonly: true });
  const plan = (text: string) =>
    (sqlite.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as { detail: string }[]).map(({ detail }) => detail).join("\n");
  const ofOrders = "SELECT order_id FROM payments WHERE provider = 'bank' AND state IN ('created', 'pending')";
  for (const text of ["SELECT kind, count(*) FROM pending_requests GROUP BY kind", ofOrders]) {
    expect(plan(text)).toContain("payments_open_transfers");
    expect(plan(text)).not.toContain("payments_by_state");
  }
  sqlite.close();
});

test.skipIf(engine !== "sqlite")(
  "what waits is found by indexes of what waits, and not by going through all orders or all payments of a price",
  () => {
    const sqlite = new BetterSqlite(school.database.url, { readonly: true });
    const steps = sqlite.prepare("EXPLAIN QUERY PLAN SELECT kind, count(*) FROM work_items GROUP BY kind").all();
    const partial = sqlite
      .prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
      .pluck();
    const ofFew = new Set(partial.all() as string[]);
    sqlite.close();
    const details = (steps as { detail: string }[]).map(({ detail }) => detail);
    expect(details.length).toBeGreaterThan(20);
    // Every page of the office counts what waits, and a school has a million orders that are paid, most of them at the same few prices.
    const isLong = (detail: string) =>
      /orders_by_(state|created)|payments_by_amount/.test(detail) ||
      (/^SCAN (?!work_items)/.test(detail) && !ofFew.has(/INDEX (\w+)/.exec(detail)?.[1] ?? ""));
    expect(details.filter(isLong)).toEqual([]);
  },
);
