import { afterAll, beforeAll, expect, test } from "vitest";
import { courseStaff } from "#db/schema/index.ts";
import { enterRequestStatements } from "#db/request-statements.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { markUnmarked } from "../attendance/mark-unmarked.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { addMeeting } from "../courses/add-meeting.ts";
import { editMeeting } from "../courses/edit-meeting.ts";
import { removeMeeting } from "../courses/remove-meeting.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS, HOUR_MS } from "../kernel/clock.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { getTeachingDesk } from "./get-teaching-desk.ts";

let school: TestSchool;
let [teacher, admin]: (Actor & { type: "user" })[] = [];
beforeAll(async () => {
  school = await openTestSchool();
  [teacher, admin] = [await school.person("instructor"), await school.person("admin")];
});
afterAll(() => school.drop());

const desk = (actor: Actor) => getTeachingDesk(school.reading(actor));

async function meet(cohortId: string, inHours: number, title: string) {
  const startsAt = addMs(school.clock(), inHours * HOUR_MS);
  const fields = { title, note: "", place: "", link: "", startsAt, endsAt: addMs(startsAt, HOUR_MS) };
  return school.as(admin as Actor)((ctx) => addMeeting(ctx, { cohortId, ...fields }));
}

async function enrol(cohortId: string) {
  const student = await school.person("student");
  const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  return { student, enrolment };
}

test("a teacher's first page shows what they teach, what is asked and what changed, and nothing of others", async () => {
  const me = teacher as Actor & { type: "user" };
  const office = admin as Actor;
  const [mine, other] = [await school.cohort({}, { title: "Mine" }), await school.cohort({}, { title: "Other" })];
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId: mine.courseId, userId: me.id }));
  const today = await meet(mine.id, 0, "Today");
  for (const [hours, title] of [
    [-14, "Yesterday"],
    [8 * 24, "Far away"],
  ] as const)
    await meet(mine.id, hours, title);
  await meet(other.id, 0, "Not mine");
  const moved = await meet(mine.id, 48, "Moved");
  const gone = await meet(mine.id, 72, "Gone");
  const [stays, left, stranger] = [await enrol(mine.id), await enrol(mine.id), await enrol(other.id)];
  await school.as(me)((ctx) => markUnmarked(ctx, { meetingId: today.id, state: "present" }));
  await school.as(office)((ctx) => cancelEnrolment(ctx, { enrolmentId: left.enrolment.id, why: "a test" }));
  const startsAt = addMs(school.clock(), 50 * HOUR_MS);
  const { title, note, place, link } = moved;
  const hours = { startsAt, endsAt: addMs(startsAt, HOUR_MS) };
  await school.as(office)((ctx) => editMeeting(ctx, { meetingId: moved.id, title, note, place, link, ...hours }));
  await school.as(office)((ctx) => removeMeeting(ctx, { meetingId: gone.id }));
  const ask = (who: typeof stays, subject: string, about: object) =>
    school.as(who.student)((ctx) => openTicket(ctx, { requesterId: who.student.id, subject, body: "?", ...about }));
  await ask(stays, "Of the course", { about: { type: "course", id: mine.courseId } });
  await ask(stays, "Of the place", { about: { type: "enrolment", id: stays.enrolment.id } });
  await ask(stays, "Of nothing", {});
  await ask(stranger, "Of another", { about: { type: "course", id: other.courseId } });

  const found = await desk(me);
  expect(found.meetings.map((each) => [each.title, each.marked, each.students])).toEqual([
    ["Today", 1, 1],
    ["Moved", 0, 1],
  ]);
  expect(found.courses).toMatchObject([{ title: "Mine", students: 1 }]);
  expect(found.questions.map(({ subject }) => subject).sort()).toEqual(["Of the course", "Of the place"]);
  const changes = found.changes.map(({ kind, name, startsAt: at }) => [kind, name, at]);
  expect(changes.sort()).toEqual(
    [
      ["enrolled", `Person ${personOf(stays.student.email)}`, null],
      ["left", `Person ${personOf(left.student.email)}`, null],
      ["meeting_cancelled", "Gone", gone.startsAt],
      ["meeting_changed", "Moved", startsAt],
    ].sort(),
  );
  expect(JSON.stringify(found)).not.toMatch(/price|minor|order|email|@/i);
  school.clock.set(addMs(school.clock(), 8 * DAY_MS));
  expect((await desk(me)).changes).toEqual([]);
  expect(await desk(await school.person("instructor"))).toEqual({
    meetings: [],
    courses: [],
    questions: [],
    changes: [],
  });
});

const personOf = (email: string) => /\d+/.exec(email)?.[0];

test("a name that stayed with the course when its teacher's role ended opens nothing, and students see no desk", async () => {
  const former = await school.person("support");
  const { id, courseId } = await school.cohort();
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId, userId: former.id }));
  await meet(id, 0, "Today");
  expect((await desk(former)).meetings).toEqual([]);
  await expect(desk(await school.person("student"))).rejects.toMatchObject({ code: "forbidden" });
});

test("the desk is five statements", async () => {
  const counted = { statements: 0, ms: 0, isShown: false, texts: [] as string[] };
  enterRequestStatements(counted);
  await desk(teacher as Actor);
  expect(counted.texts).toHaveLength(5);
});
