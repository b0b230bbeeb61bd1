import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AttendanceState } from "#db/enums.ts";
import { attendance, courseStaff, meetings } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { listAudit } from "../audit/list-audit.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { mergeStudents } from "../checkout/merge-students.ts";
import { undoStudentMerge } from "../checkout/undo-student-merge.ts";
import { removeMeeting } from "../courses/remove-meeting.ts";
import { replaceMeetings } from "../courses/replace-meetings.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { createCheckInCode, createCheckInPass } from "./room-code.ts";
import { type CheckInProof, checkInStudent } from "./check-in-student.ts";
import { countAttendance } from "./count-attendance.ts";
import { getCheckIn } from "./get-check-in.ts";
import { getRoster } from "./get-roster.ts";
import { markAttendance } from "./mark-attendance.ts";
import { markUnmarked } from "./mark-unmarked.ts";

let school: TestSchool;
let teacher: Actor & { type: "user" };
let desk: Actor & { type: "user" };
beforeAll(async () => {
  school = await openTestSchool();
  [teacher, desk] = [await school.person("instructor"), await school.person("support")];
});
afterAll(() => school.drop());

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const schoolSecret = "the secret of this school";
type Student = Awaited<ReturnType<TestSchool["person"]>>;

async function addMeeting(cohortId: string, startsAt: Date): Promise<string> {
  const id = createId("meeting");
  const values = { id, cohortId, startsAt, endsAt: addMs(startsAt, HOUR_MS) };
  await school.database.write((tx) => tx.insert(meetings).values(values));
  return id;
}

/** A course of the teacher's with so many students, whose meeting is now. */
async function taught(count: number) {
  const cohort = await school.cohort();
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: teacher.id }));
  const meetingId = await addMeeting(cohort.id, school.clock());
  const students: { student: Student; enrolmentId: string }[] = [];
  for (let n = 0; n < count; n++) students.push(await enrol(cohort.id));
  return { cohort, meetingId, students: students as [(typeof students)[0], (typeof students)[0]] };
}

async function enrol(cohortId: string) {
  const student = await school.person("student");
  const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  return { student, enrolmentId: enrolment.id };
}

type Said = { minutesAgo?: number; key?: string; as?: Actor };

const mark = (meetingId: string, enrolmentId: string, state: AttendanceState, said: Said = {}) => {
  const { minutesAgo = 0, key, as = teacher } = said;
  const markedAt = addMs(school.clock(), -minutesAgo * MINUTE_MS);
  const marks = [{ enrolmentId, state, markedAt, ...(key === undefined ? {} : { key }) }];
  return school.as(as)((ctx) => markAttendance(ctx, { meetingId, marks }));
};

const now = (outcome: string, state: AttendanceState | null) => [{ outcome, state }];

const checkIn = (
  meetingId: string,
  student: Actor & { type: "user" },
  proof?: CheckInProof,
  studentId = student.id,
) => {
  const code = createCheckInCode(schoolSecret, meetingId, school.clock());
  const input = { meetingId, studentId, schoolSecret, proof: proof ?? { code } };
  return school.as(student)((ctx) => checkInStudent(ctx, input));
};

const stateOf = async (meetingId: string) =>
  (await school.database.read.select().from(attendance).where(eq(attendance.meetingId, meetingId))).map(
    ({ state, via }) => `${state} ${via}`,
  );

async function auditOf(objectId: string) {
  const read = school.reading(await school.person("admin"));
  const { items } = await listAudit(read, { objectId }, { sort: "seq", direction: "desc", page: 1 });
  return items.filter(({ action }) => action.startsWith("attendance."));
}

async function at<T>(minutes: number, run: () => Promise<T>): Promise<T> {
  const before = school.clock();
  school.clock.set(addMs(before, minutes * MINUTE_MS));
  try {
    return await run();
  } finally {
    school.clock.set(before);
  }
}

describe("a teacher's mark", () => {
  test("that was made last stands, in whatever order they come", async () => {
    const { meetingId, students } = await taught(1);
    const [{ enrolmentId }] = students;
    expect(await mark(meetingId, enrolmentId, "late", { minutesAgo: 5 })).toEqual(now("taken", "late"));
    expect(await mark(meetingId, enrolmentId, "absent", { minutesAgo: 20 })).toEqual(now("superseded", "late"));
    expect(await stateOf(meetingId)).toEqual(["late teacher"]);
    expect(await mark(meetingId, enrolmentId, "present")).toEqual(now("taken", "present"));
    expect(await stateOf(meetingId)).toEqual(["present teacher"]);
  });

  test("that is sent again is taken once by its key, even when another one stands above it meanwhile", async () => {
    const { meetingId, students } = await taught(2);
    const [{ enrolmentId }, other] = students;
    expect(await mark(meetingId, enrolmentId, "absent", { key: "mark-0001" })).toEqual(now("taken", "absent"));
    expect(await mark(meetingId, enrolmentId, "present", { key: "mark-0002" })).toEqual(now("taken", "present"));
    // Its sender's clock was put forward meanwhile.
    expect(await mark(meetingId, enrolmentId, "absent", { key: "mark-0001", minutesAgo: -60 })).toEqual(
      now("repeated", "present"),
    );
    expect(await stateOf(meetingId)).toEqual(["present teacher"]);
    expect(await mark(meetingId, other.enrolmentId, "late", { key: "mark-0001" })).toEqual(now("taken", "late"));
    expect((await auditOf(enrolmentId)).length).toBe(2);
  });

  test("from a phone whose clock is ahead does not stand above what is said afterwards", async () => {
    const { meetingId, students } = await taught(1);
    const [{ enrolmentId }] = students;
    await mark(meetingId, enrolmentId, "absent", { minutesAgo: -600 });
    await at(1, () => mark(meetingId, enrolmentId, "present"));
    expect(await stateOf(meetingId)).toEqual(["present teacher"]);
  });

  test("that corrects is audited with who said what before, and one that changes nothing is not", async () => {
    const { meetingId, students } = await taught(1);
    const [{ enrolmentId }] = students;
    await mark(meetingId, enrolmentId, "absent");
    await mark(meetingId, enrolmentId, "absent");
    await mark(meetingId, enrolmentId, "excused", { as: desk });
    expect(await auditOf(enrolmentId)).toMatchObject([
      {
        action: "attendance.mark",
        actorId: desk.id,
        before: { state: "absent", by: teacher.id },
        after: { state: "excused", by: desk.id, meeting: meetingId },
      },
      { actorId: teacher.id, before: null, after: { state: "absent", meeting: meetingId } },
    ]);
  });

  test("of somebody who has left, or is in another class, is unknown and stops none of the others", async () => {
    const { meetingId, students, cohort } = await taught(2);
    const [left, stays] = students;
    const stranger = await enrol((await school.cohort({ name: "Spring" }, { id: cohort.courseId })).id);
    await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: left.enrolmentId, why: "a test" }));
    const marks = [left.enrolmentId, stranger.enrolmentId, createId("enrolment"), "x", stays.enrolmentId].map((id) => ({
      ...{ enrolmentId: id, state: "present" as const, markedAt: school.clock(), key: "mark-0001" },
    }));
    const outcomes = await school.as(teacher)((ctx) => markAttendance(ctx, { meetingId, marks }));
    const unknown = now("unknown", null);
    expect(outcomes).toEqual([unknown, unknown, unknown, unknown, now("taken", "present")].flat());
    expect(await stateOf(meetingId)).toEqual(["present teacher"]);
  });

  test("before a meeting can only excuse", async () => {
    const { cohort, students } = await taught(1);
    const [{ enrolmentId }] = students;
    const tomorrow = await addMeeting(cohort.id, addMs(school.clock(), DAY_MS));
    await expect(mark(tomorrow, enrolmentId, "present")).rejects.toEqual(refusal("wrong_state"));
    const all = school.as(teacher)((ctx) => markUnmarked(ctx, { meetingId: tomorrow, state: "absent" }));
    await expect(all).rejects.toEqual(refusal("wrong_state"));
    expect(await mark(tomorrow, enrolmentId, "excused")).toEqual(now("taken", "excused"));
  });

  test("of all others leaves alone who was marked or has checked in, and is audited once", async () => {
    const { meetingId, students } = await taught(4);
    await mark(meetingId, students[0].enrolmentId, "excused");
    await checkIn(meetingId, students[1].student);
    const all = () => school.as(teacher)((ctx) => markUnmarked(ctx, { meetingId, state: "absent" }));
    expect([await all(), await all()]).toEqual([2, 0]);
    expect((await stateOf(meetingId)).sort()).toEqual([
      ...["absent teacher", "absent teacher", "excused teacher", "present check_in"],
    ]);
    expect(await auditOf(meetingId)).toMatchObject([{ after: { state: "absent", students: 2 } }]);
  });

  test("is not found by a teacher of another course, by students and for a meeting that is none", async () => {
    const { meetingId, students } = await taught(1);
    const [{ student, enrolmentId }] = students;
    for (const as of [await school.person("instructor"), student]) {
      await expect(mark(meetingId, enrolmentId, "present", { as })).rejects.toEqual(refusal("not_found"));
    }
    for (const none of [createId("meeting"), "x"]) {
      await expect(mark(none, enrolmentId, "present")).rejects.toEqual(refusal("not_found"));
    }
    const finance = await school.person("finance");
    await expect(mark(meetingId, enrolmentId, "present", { as: finance })).rejects.toEqual(refusal("not_found"));
  });
});

describe("a check-in", () => {
  test("with the code of the room says present once, and late when the meeting is under way", async () => {
    const { meetingId, students } = await taught(2);
    const [first, second] = students;
    expect(await checkIn(meetingId, first.student)).toMatchObject({ state: "present" });
    expect(await at(30, () => checkIn(meetingId, first.student))).toMatchObject({ state: "present" });
    expect(await at(30, () => checkIn(meetingId, second.student))).toMatchObject({ state: "late" });
    expect((await stateOf(meetingId)).sort()).toEqual(["late check_in", "present check_in"]);
    expect((await auditOf(first.enrolmentId)).length).toBe(1);
  });

  test("never stands above what a teacher said, whichever comes first", async () => {
    const { meetingId, students } = await taught(2);
    const [before, after] = students;
    await mark(meetingId, before.enrolmentId, "absent", { minutesAgo: 10 });
    expect(await checkIn(meetingId, before.student)).toMatchObject({ state: "absent" });
    await checkIn(meetingId, after.student);
    // Made before the student checked in, and sent later.
    await mark(meetingId, after.enrolmentId, "absent", { minutesAgo: 10 });
    expect(await stateOf(meetingId)).toEqual(["absent teacher", "absent teacher"]);
  });

  test("is refused with a code that is wrong, old, of another meeting or of another school", async () => {
    const { meetingId, students, cohort } = await taught(1);
    const [{ student }] = students;
    const other = await addMeeting(cohort.id, school.clock());
    const now = school.clock();
    const codes = [
      createCheckInCode(schoolSecret, other, now),
      createCheckInCode("another school", meetingId, now),
      createCheckInCode(schoolSecret, meetingId, addMs(now, -60_000)),
      createCheckInCode(schoolSecret, meetingId, addMs(now, 60_000)),
      "",
    ];
    for (const code of codes) {
      await expect(checkIn(meetingId, student, { code })).rejects.toEqual(refusal("wrong_code"));
    }
    const pass = createCheckInPass(schoolSecret, other, now);
    await expect(checkIn(meetingId, student, { pass })).rejects.toEqual(refusal("wrong_code"));
    expect(await stateOf(meetingId)).toEqual([]);
    await checkIn(meetingId, student, { pass: createCheckInPass(schoolSecret, meetingId, addMs(now, -5 * MINUTE_MS)) });
    expect(await stateOf(meetingId)).toEqual(["present check_in"]);
  });

  test("is refused before it opens and after it is over, with a right code", async () => {
    const { meetingId, students } = await taught(1);
    for (const minutes of [-31, 76]) {
      await expect(at(minutes, () => checkIn(meetingId, students[0].student))).rejects.toEqual(refusal("wrong_state"));
    }
    expect(await at(-30, () => checkIn(meetingId, students[0].student))).toMatchObject({ state: "present" });
  });

  test("is for the enrolled alone: nobody checks in a friend, and a suspended or moved place is none", async () => {
    const { meetingId, students, cohort } = await taught(2);
    const [suspended, moved] = students;
    const stranger = await school.person("student");
    await expect(checkIn(meetingId, stranger)).rejects.toEqual(refusal("not_found"));
    await expect(checkIn(meetingId, stranger, undefined, suspended.student.id)).rejects.toEqual(refusal("not_found"));
    const why = "a test";
    await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: suspended.enrolmentId, why }));
    const other = await school.cohort({ name: "Spring" }, { id: cohort.courseId });
    await school.as(desk)((ctx) => moveEnrolment(ctx, { enrolmentId: moved.enrolmentId, toCohortId: other.id, why }));
    await expect(checkIn(meetingId, suspended.student)).rejects.toEqual(refusal("not_found"));
    await expect(checkIn(meetingId, moved.student)).rejects.toEqual(refusal("wrong_state"));
  });

  test("of another cohort of one's course says so and where one's place is, and tells a stranger nothing", async () => {
    const { meetingId, cohort } = await taught(0);
    const other = await school.cohort({ name: "Spring" }, { id: cohort.courseId });
    const { student } = await enrol(other.id);
    await expect(checkIn(meetingId, student)).rejects.toMatchObject({
      code: "wrong_state",
      detail: { words: { key: "refusals.check_in_elsewhere", values: { cohortName: "Spring" } } },
    });
    const seen = (who: Actor & { type: "user" }) => getCheckIn(school.reading(who), { meetingId, studentId: who.id });
    expect(await seen(student)).toMatchObject({ elsewhere: { cohortName: "Spring" }, meeting: { id: meetingId } });
    expect(await seen(await school.person("student"))).toBeUndefined();
    expect(await stateOf(meetingId)).toEqual([]);
  });
});

describe("a roster", () => {
  const see = async (meetingId: string, only?: AttendanceState | "unmarked", as: Actor = teacher) =>
    getRoster(school.reading(as), { meetingId, ...(only ? { only } : {}) });

  test("shows who is in the class and what was said, and by whom, and can be asked for one state", async () => {
    const { meetingId, students } = await taught(3);
    await mark(meetingId, students[0].enrolmentId, "late");
    await checkIn(meetingId, students[1].student);
    const roster = await see(meetingId);
    expect(roster).toMatchObject({ students: 3, unmarked: 1, counts: { late: 1, present: 1 }, mayMark: true });
    expect(roster?.rows.map(({ state, via }) => [state, via])).toEqual([
      ["late", "teacher"],
      ["present", "check_in"],
      [null, null],
    ]);
    expect((await see(meetingId, "unmarked"))?.rows).toHaveLength(1);
    expect((await see(meetingId, "absent"))?.rows).toHaveLength(0);
    expect(JSON.stringify(roster)).not.toContain("@");
  });

  test("keeps in sight who was marked and has left since, and nobody else who has left", async () => {
    const { meetingId, students } = await taught(3);
    await mark(meetingId, students[0].enrolmentId, "present");
    for (const { enrolmentId } of students.slice(0, 2)) {
      await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "a test" }));
    }
    const roster = await see(meetingId);
    expect(roster?.rows.map(({ state, isHere }) => [state, isHere])).toEqual([
      ["present", false],
      [null, true],
    ]);
    expect(roster).toMatchObject({ students: 2, unmarked: 1 });
  });

  test("is read by the office, marked by its desk alone, and is not there for others", async () => {
    const { meetingId, students } = await taught(1);
    expect((await see(meetingId, undefined, desk))?.mayMark).toBe(true);
    expect((await see(meetingId, undefined, await school.person("finance")))?.mayMark).toBe(false);
    for (const other of [await school.person("instructor"), students[0].student, { type: "visitor" } as const]) {
      expect(await see(meetingId, undefined, other)).toBeUndefined();
    }
    expect(await see("x", undefined, desk)).toBeUndefined();
  });
});

describe("attendance", () => {
  test("counts meetings that are over, in the cohort where the student is", async () => {
    const { cohort, meetingId, students } = await taught(1);
    const [{ enrolmentId }] = students;
    const [missed, excused] = [
      await addMeeting(cohort.id, school.clock()),
      await addMeeting(cohort.id, school.clock()),
    ];
    await mark(meetingId, enrolmentId, "late");
    await mark(excused, enrolmentId, "excused");
    const counted = () => countAttendance(school.database.read, [enrolmentId], school.clock());
    const of = async () => (await counted()).get(enrolmentId);
    expect(await of()).toEqual({ meetings: 0, attended: 0, excused: 0 });
    expect(await at(60, of)).toEqual({ meetings: 3, attended: 1, excused: 1 });
    expect(missed).not.toBe(excused);
    const other = await school.cohort({ name: "Spring" }, { id: cohort.courseId });
    const move = (toCohortId: string) =>
      school.as(desk)((ctx) => moveEnrolment(ctx, { enrolmentId, toCohortId, why: "a test" }));
    await move(other.id);
    await addMeeting(other.id, school.clock());
    expect(await at(60, of)).toEqual({ meetings: 1, attended: 0, excused: 0 });
    await move(cohort.id);
    expect(await at(60, of)).toEqual({ meetings: 3, attended: 1, excused: 1 });
  });

  test("goes along when two accounts are merged, and back when that is undone", async () => {
    const { meetingId, students } = await taught(1);
    const [{ student, enrolmentId }] = students;
    await checkIn(meetingId, student);
    const [admin, into] = [await school.person("admin"), await school.person("student")];
    const fromId = student.id;
    await school.as(admin)((ctx) => mergeStudents(ctx, { fromId, intoId: into.id, why: "one person" }));
    expect(await checkIn(meetingId, into)).toEqual({ enrolmentId, state: "present" });
    await school.as(admin)((ctx) => undoStudentMerge(ctx, { fromId }));
    expect(await checkIn(meetingId, student)).toEqual({ enrolmentId, state: "present" });
    expect(await stateOf(meetingId)).toEqual(["present check_in"]);
  });

  test("keeps its meeting: it is not removed, and a new timetable neither leaves it out nor gives it another day", async () => {
    const { cohort, meetingId, students } = await taught(1);
    await mark(meetingId, students[0].enrolmentId, "present");
    const admin = await school.person("admin");
    const remove = school.as(admin)((ctx) => removeMeeting(ctx, { meetingId }));
    await expect(remove).rejects.toEqual(refusal("meeting_in_use"));
    const week = (weeks: number, title = "") => {
      const startsAt = addMs(school.clock(), weeks * 7 * DAY_MS);
      return { title, note: "", place: "", link: "", startsAt, endsAt: addMs(startsAt, HOUR_MS) };
    };
    const replace = (...wanted: ReturnType<typeof week>[]) =>
      school.as(admin)((ctx) => replaceMeetings(ctx, { cohortId: cohort.id, meetings: wanted }));
    await expect(replace(week(1))).rejects.toEqual(refusal("meeting_in_use"));
    await expect(replace()).rejects.toEqual(refusal("meeting_in_use"));
    const all = await replace(week(1), week(0, "Renamed"));
    expect(all.map(({ id, title }) => [id === meetingId, title])).toEqual([
      [false, ""],
      [true, "Renamed"],
    ]);
  });
});
