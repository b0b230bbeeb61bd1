import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { courseStaff, grants, meetings } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { recordOpening } from "../access/record-opening.ts";
import { addMaterial } from "../courses/add-material.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { revokeEnrolment } from "../checkout/revoke-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import { completeEnrolment } from "../enrolments/complete-enrolment.ts";
import { resumeEnrolment } from "../enrolments/resume-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { DAY_MS, HOUR_MS, addMs } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { getCourseInside } from "./get-course-inside.ts";
import { getMaterialPage } from "./get-material-page.ts";
import { getMyCourses } from "./get-my-courses.ts";
import { listMyOrders } from "./list-my-orders.ts";
import { getReceipt } from "./get-receipt.ts";

let school: TestSchool;
let desk: Actor & { type: "user" };
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("support");
});
afterAll(() => school.drop());

type Student = Awaited<ReturnType<TestSchool["person"]>>;
type Cohort = Awaited<ReturnType<TestSchool["cohort"]>>;

const slugOf = ({ courseId }: Cohort) => `course-${courseId}`;
const take = (student: Student, { id }: Cohort) =>
  school.as(student)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: student.id }));
const door = (actor: Actor, cohort: Cohort) => getCourseInside(school.reading(actor), slugOf(cohort));
const isOpen = async (actor: Actor, cohort: Cohort) => "open" in ((await door(actor, cohort)) ?? {});
const mine = (student: Student) => getMyCourses(school.reading(student), student.id);
const why = "a test";

async function meet(cohort: Cohort, inHours: number, title = "A meeting") {
  const startsAt = addMs(school.clock(), inHours * HOUR_MS);
  const values = {
    id: createId("meeting"),
    cohortId: cohort.id,
    title,
    startsAt,
    endsAt: addMs(startsAt, 2 * HOUR_MS),
  };
  await school.database.write(async (tx) => void (await tx.insert(meetings).values(values)));
}

async function material(cohort: Cohort, title = "Grain") {
  const admin = await school.person("admin");
  return school.as(admin)((ctx) =>
    addMaterial(ctx, {
      courseId: cohort.courseId,
      kind: "text",
      title,
      body: "**Fold** it <script>x</script>",
      url: "",
      fileId: null,
    }),
  );
}

test("a live place opens the course and says until when and because of which order", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort({ accessDays: 30 });
  const { order } = await take(student, cohort);
  const found = await door(student, cohort);
  if (!found || !("open" in found)) throw new Error("it is closed");
  expect(found.open.access.why).toBe("enrolled");
  expect(found.open.explained).toMatchObject({
    state: "open",
    reasons: [{ kind: "order", code: order.code, paid: "free" }],
    endsAt: addMs(school.clock(), 30 * DAY_MS),
  });
  const place = (await mine(student)).open[0];
  expect(place?.open?.orderCode).toBe(order.code);
});

test("access ends at its moment, and the student is told since when", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort({ accessDays: 1 });
  await take(student, cohort);
  const before = school.clock();
  school.clock.set(addMs(before, DAY_MS - 1));
  expect(await isOpen(student, cohort)).toBe(true);
  school.clock.set(addMs(before, DAY_MS));
  expect(await door(student, cohort)).toMatchObject({ closed: { reason: "ended", endedAt: addMs(before, DAY_MS) } });
  const { open, finished } = await mine(student);
  expect([open.length, finished.length]).toEqual([0, 1]);
  school.clock.set(before);
});

test("a suspended place is closed and stays in sight, and opens again when it is resumed", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort();
  const { enrolment } = await take(student, cohort);
  await meet(cohort, 24);
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  expect(await door(student, cohort)).toMatchObject({ closed: { reason: "suspended" } });
  expect((await mine(student)).open).toMatchObject([{ state: "suspended", open: null, next: null }]);
  await school.as(desk)((ctx) => resumeEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  expect(await isOpen(student, cohort)).toBe(true);
});

test("a revoked and a cancelled place open nothing and stand in no list", async () => {
  const student = await school.person("student");
  const [revoked, cancelled] = [await school.cohort(), await school.cohort({}, { state: "published" })];
  const first = await take(student, revoked);
  const second = await take(student, cancelled);
  await school.as(desk)((ctx) => revokeEnrolment(ctx, { enrolmentId: first.enrolment.id, why }));
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: second.enrolment.id, why }));
  expect(await door(student, revoked)).toMatchObject({ closed: { reason: "revoked" } });
  expect(await door(student, cancelled)).toMatchObject({ closed: { reason: "none" } });
  const { open, finished } = await mine(student);
  expect(open).toEqual([]);
  expect(finished.map((place) => place.open)).toEqual([null, null]);
});

test("a completed place stays open for as long as it was given", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort();
  const { enrolment } = await take(student, cohort);
  await school.as(desk)((ctx) => completeEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  expect(await isOpen(student, cohort)).toBe(true);
  const { open, finished } = await mine(student);
  expect(open).toEqual([]);
  expect(finished).toMatchObject([{ state: "completed", endedAt: school.clock() }]);
});

test("who teaches a course and who runs the school come in without a place; other teachers and students do not", async () => {
  const cohort = await school.cohort();
  const [teacher, otherTeacher, student] = [
    await school.person("instructor"),
    await school.person("instructor"),
    await school.person("student"),
  ];
  await school.database.write(
    async (tx) => void (await tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: teacher.id })),
  );
  expect(await isOpen(teacher, cohort)).toBe(true);
  expect((await mine(teacher)).teaching).toMatchObject([{ courseId: cohort.courseId }]);
  expect(await isOpen(desk, cohort)).toBe(true);
  expect(await isOpen(otherTeacher, cohort)).toBe(false);
  expect(await door(student, cohort)).toMatchObject({ closed: { reason: "none", isPublic: true } });
});

test("a hidden course is, to those without a place, as if it did not exist; its students keep it", async () => {
  const [student, other] = [await school.person("student"), await school.person("student")];
  const cohort = await school.cohort({}, { state: "archived" });
  await school.as(desk)((ctx) => addEnrolment(ctx, { cohortId: cohort.id, studentId: student.id, why }));
  expect(await isOpen(student, cohort)).toBe(true);
  expect(await door(other, cohort)).toBeUndefined();
  expect(await getCourseInside(school.reading(student), "no-such-course")).toBeUndefined();
  expect(await door({ type: "visitor" }, cohort)).toBeUndefined();
});

test("a course that was given without a place is open, and the grant that lasts longest counts", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort({ accessDays: 1 });
  await take(student, cohort);
  const { courseId } = await school.cohort({}, { title: "A gift" });
  await school.database.write(async (tx) => {
    const base = { studentId: student.id, startsAt: school.clock(), createdAt: school.clock() };
    await tx.insert(grants).values({ ...base, id: createId("grant"), courseId: cohort.courseId, why: "renewal" });
    await tx.insert(grants).values({ ...base, id: createId("grant"), courseId, why: "gift" });
  });
  const { open, given } = await mine(student);
  expect(open).toMatchObject([{ open: { why: "renewal", until: null, orderCode: null } }]);
  expect(given).toMatchObject([{ title: "A gift", open: { why: "gift" } }]);
});

test("what meets next comes first, and a meeting that is under way is next until it ends", async () => {
  const student = await school.person("student");
  const [later_, sooner, never] = [
    await school.cohort({}, { title: "Later" }),
    await school.cohort({}, { title: "Sooner" }),
    await school.cohort({}, { title: "Never" }),
  ];
  for (const cohort of [never, later_, sooner]) await take(student, cohort);
  await meet(later_, 48);
  await meet(sooner, -5, "over");
  await meet(sooner, 26, "after");
  await meet(sooner, -1, "under way");
  const titles = async () => (await mine(student)).open.map(({ title, next }) => `${title}: ${next?.title ?? "-"}`);
  expect(await titles()).toEqual(["Sooner: under way", "Later: A meeting", "Never: -"]);
  const before = school.clock();
  school.clock.forward(HOUR_MS);
  expect(await titles()).toEqual(["Sooner: after", "Later: A meeting", "Never: -"]);
  school.clock.set(before);
});

test("what waits for payment leads to its order, and a waiting list says whether there is a seat", async () => {
  const [first, second, student] = [
    await school.person("student"),
    await school.person("student"),
    await school.person("student"),
  ];
  const paid = await school.cohort({ priceMinor: 4_800 });
  const { order } = await take(student, paid);
  const full = await school.cohort({ capacity: 1 });
  const { enrolment } = await take(first, full);
  for (const each of [second, student]) {
    await school.as(each)((ctx) => joinWaitingList(ctx, { cohortId: full.id, studentId: each.id }));
  }
  expect(await mine(student)).toMatchObject({
    unpaid: [{ orderCode: order.code, total: { minor: 4_800, currency: "CHF" } }],
    waiting: [{ state: "waiting" }],
  });
  expect(await door(student, paid)).toMatchObject({ closed: { reason: "unpaid", orderCode: order.code } });
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  expect((await mine(second)).waiting).toMatchObject([
    { state: "offered", offerExpiresAt: addMs(school.clock(), 48 * HOUR_MS) },
  ]);
});

test("nobody reads what is another's: lists, receipts and materials", async () => {
  const [student, other] = [await school.person("student"), await school.person("student")];
  const cohort = await school.cohort();
  const { order } = await take(student, cohort);
  const { id } = await material(cohort);
  const read = school.reading(other);
  await expect(getMyCourses(read, student.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(listMyOrders(read, student.id, 1)).rejects.toMatchObject({ code: "not_found" });
  expect(await getReceipt(read, order.code)).toBeUndefined();
  expect(await getReceipt(school.reading(desk), order.code)).toBeUndefined();
  expect(await getMaterialPage(read, slugOf(cohort), id)).toBeUndefined();
  expect(await getReceipt(school.reading(student), order.code.toLowerCase())).toMatchObject({ code: order.code });
});

test("a material is shown safely, in its place among the others, and only under its own course", async () => {
  const student = await school.person("student");
  const [cohort, elsewhere] = [await school.cohort(), await school.cohort()];
  await take(student, cohort);
  await take(student, elsewhere);
  const [first, second] = [await material(cohort, "First"), await material(cohort, "Second")];
  const read = school.reading(student);
  expect(await getMaterialPage(read, slugOf(cohort), second.id)).toMatchObject({
    title: "Second",
    html: "<p><strong>Fold</strong> it &lt;script&gt;x&lt;/script&gt;</p>",
    position: 2,
    total: 2,
    previous: { id: first.id },
    next: null,
  });
  expect(await getMaterialPage(read, slugOf(elsewhere), second.id)).toBeUndefined();
  expect(await getMaterialPage(read, slugOf(cohort), "mat_nothing")).toBeUndefined();
});

test("an opening is remembered for the one who opened", async () => {
  const [student, other] = [await school.person("student"), await school.person("student")];
  const cohort = await school.cohort();
  await take(student, cohort);
  await take(other, cohort);
  const { id } = await material(cohort);
  await school.as(student)((ctx) => recordOpening(ctx, { courseId: cohort.courseId, materialId: id }));
  const opened = async (actor: Actor) => {
    const found = await door(actor, cohort);
    return found && "open" in found ? found.open.contents.materials.map((each) => each.opened) : [];
  };
  expect(await opened(student)).toEqual([true]);
  expect(await opened(other)).toEqual([false]);
});

test("orders are paged, the newest first, each with how it stands", async () => {
  const student = await school.person("student");
  const before = school.clock();
  const codes: string[] = [];
  for (let turn = 0; turn < 27; turn++) {
    school.clock.forward(60_000);
    codes.unshift((await take(student, await school.cohort())).order.code);
  }
  const read = school.reading(student);
  const first = await listMyOrders(read, student.id, 1);
  const second = await listMyOrders(read, student.id, 2);
  expect([...first.items, ...second.items].map(({ code }) => code)).toEqual(codes);
  expect(first).toMatchObject({ total: 27, page: 1, pageSize: 25 });
  expect(await listMyOrders(read, student.id, 9_999)).toEqual(second);
  expect(second.items[0]?.balance.kind).toBe("nothing_due");
  school.clock.set(before);
});

test("a place whose grant was taken away by hand is closed", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort();
  const { enrolment } = await take(student, cohort);
  await school.database.write(
    async (tx) =>
      void (await tx.update(grants).set({ revokedAt: school.clock() }).where(eq(grants.enrolmentId, enrolment.id))),
  );
  expect(await isOpen(student, cohort)).toBe(false);
});

test("a place that the school took back is still among the student's courses, with its day and its order", async () => {
  const student = await school.person("student");
  const [free, held, again] = [
    await school.cohort(),
    await school.cohort({ priceMinor: 5_000 }),
    await school.cohort(),
  ];
  const lost = await take(student, free);
  const unpaid = await take(student, held);
  const first = await take(student, again);
  for (const { enrolment } of [lost, unpaid, first])
    await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  await take(student, again);
  const { open, finished, unpaid: toPay } = await mine(student);
  expect(finished).toMatchObject([
    { cohortId: free.id, state: "cancelled", open: null, endedAt: school.clock(), orderCode: lost.order.code },
  ]);
  expect(open.map(({ cohortId }) => cohortId)).toEqual([again.id]);
  expect(toPay).toEqual([]);
});

test("a course that has a beginning and no meetings says when it begins, in the list and inside", async () => {
  const student = await school.person("student");
  const startsAt = addMs(school.clock(), 50 * HOUR_MS);
  const cohort = await school.cohort({ startsAt });
  await take(student, cohort);
  expect((await mine(student)).open).toMatchObject([{ startsAt, next: null }]);
  expect(await door(student, cohort)).toMatchObject({ open: { cohorts: [{ startsAt, meetings: [] }] } });
});
