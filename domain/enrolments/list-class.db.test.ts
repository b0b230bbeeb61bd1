import { afterAll, beforeAll, expect, test } from "vitest";
import { courseStaff, users } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { buildPersonKeys } from "../accounts/build-person-keys.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { addEnrolment } from "./add-enrolment.ts";
import { completeEnrolment } from "./complete-enrolment.ts";
import { listClass } from "./list-class.ts";
import { suspendEnrolment } from "./suspend-enrolment.ts";
import { eq } from "drizzle-orm";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

/** A student of this name. */
async function called(name: string) {
  const student = await school.person("student");
  const keys = buildPersonKeys({ name, email: student.email });
  await school.database.write(
    async (tx) =>
      void (await tx
        .update(users)
        .set({ name, ...keys })
        .where(eq(users.id, student.id))),
  );
  return student;
}

test("a teacher lists who takes part in their class, sorted by name, without addresses; the office with them", async () => {
  const desk = await school.person("support");
  const cohort = await school.cohort({ capacity: 5, priceMinor: 4_800 });
  const give = async (name: string) => {
    const student = await called(name);
    const place = { cohortId: cohort.id, studentId: student.id, why: "a test" };
    return { student, ...(await school.as(desk)((ctx) => addEnrolment(ctx, place))) };
  };
  const [zoe, emile, ada, gone] = [await give("Zoé"), await give("émile"), await give("Ada"), await give("Gone")];
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: zoe.id, why: "a test" }));
  await school.as(desk)((ctx) => completeEnrolment(ctx, { enrolmentId: emile.id, why: "a test" }));
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: gone.id, why: "a test" }));
  // Whoever has not paid holds a seat and is not in the class, and neither is who waits.
  const [unpaid, other] = [await called("Unpaid"), await called("Other")];
  await school.as(unpaid)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: unpaid.id }));
  await school.as(other)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: other.id }));
  const waiting = await called("Waiting");
  await school
    .as(waiting)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: waiting.id }))
    .catch(() => {});

  const teacher = await school.person("instructor");
  const values = { courseId: cohort.courseId, userId: teacher.id, position: 0, about: "" };
  await school.database.write(async (tx) => void (await tx.insert(courseStaff).values(values)));
  const shown = async (actor: typeof desk) =>
    (await listClass(school.reading(actor), cohort.id)).map(({ name, email, state }) => [name, email, state]);
  expect(await shown(teacher)).toEqual([
    ["Ada", null, "active"],
    ["émile", null, "completed"],
    ["Zoé", null, "suspended"],
  ]);
  expect((await shown(desk)).map(([, email]) => email)).toEqual([
    ada.student.email,
    emile.student.email,
    zoe.student.email,
  ]);
});

test("a class is not there for a teacher of other courses, for its students and for visitors", async () => {
  const cohort = await school.cohort();
  const student = await school.person("student");
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
  for (const actor of [await school.person("instructor"), student])
    await expect(listClass(school.reading(actor), cohort.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(listClass(school.reading({ type: "visitor" }), cohort.id)).rejects.toMatchObject({
    code: "not_signed_in",
  });
});
