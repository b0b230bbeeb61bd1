import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { courseStaff, meetings, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { rotateCalendarKey } from "../accounts/rotate-calendar-key.ts";
import { addMeeting } from "../courses/add-meeting.ts";
import { editMeeting } from "../courses/edit-meeting.ts";
import { removeMeeting } from "../courses/remove-meeting.ts";
import { replaceMeetings } from "../courses/replace-meetings.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { revokeEnrolment } from "../checkout/revoke-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import { visitor } from "../kernel/actor.ts";
import { DAY_MS, HOUR_MS, addMs } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { resolveRoughly } from "../kernel/local-time.ts";
import { pickLanguage } from "../settings/pick-language.ts";
import { formatUtcTime, formatCalendar } from "./ics.ts";
import { getCohortCalendar, getFeed } from "./meetings.ts";

const HOST = "school.example";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

type Cohort = Awaited<ReturnType<TestSchool["cohort"]>>;
type Student = Awaited<ReturnType<TestSchool["person"]>>;

async function meet(cohort: Cohort, startsAt: Date, title = "") {
  const values = {
    id: createId("meeting"),
    cohortId: cohort.id,
    title,
    startsAt,
    endsAt: addMs(startsAt, 2 * HOUR_MS),
  };
  await school.database.write(async (tx) => void (await tx.insert(meetings).values(values)));
  return values.id;
}

const take = (student: Student, { id }: Cohort) =>
  school.as(student)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: student.id }));
const fileFor = (actor: Parameters<TestSchool["reading"]>[0], cohort: Cohort) =>
  getCohortCalendar(school.reading(actor), cohort.id, HOST);
const feedOf = (key: string) => getFeed(school.reading(visitor), key, HOST, "The school");

test("a cohort's calendar is for those inside, and not found by anybody else", async () => {
  const [student, other, teacher, office] = [
    await school.person("student"),
    await school.person("student"),
    await school.person("instructor"),
    await school.person("admin"),
  ];
  const cohort = await school.cohort();
  await meet(cohort, addMs(school.clock(), DAY_MS));
  const { enrolment } = await take(student, cohort);
  await school.database.write(
    async (tx) => void (await tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: teacher.id })),
  );
  for (const actor of [student, teacher, office]) expect((await fileFor(actor, cohort))?.events).toHaveLength(1);
  for (const actor of [other, visitor]) expect(await fileFor(actor, cohort)).toBeUndefined();
  expect(await getCohortCalendar(school.reading(office), createId("cohort"), HOST)).toBeUndefined();
  await school.as(office)((ctx) => revokeEnrolment(ctx, { enrolmentId: enrolment.id, why: "a test" }));
  expect(await fileFor(student, cohort)).toBeUndefined();
});

test("meetings at one hour of the wall keep it when the clocks are changed, and their names stay", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort({ timezone: "America/New_York" }, { title: "Essay" });
  await take(student, cohort);
  const ids: string[] = [];
  // New York changes its clocks on 8 March 2026.
  for (const day of ["2026-03-04", "2026-03-11"]) {
    ids.push(await meet(cohort, resolveRoughly(`${day}T19:00`, "America/New_York") as Date, "A room"));
  }
  const calendar = await fileFor(student, cohort);
  expect(calendar?.events.map(({ uid }) => uid)).toEqual(ids.map((id) => `${id}@${HOST}`));
  const text = formatCalendar(calendar ?? { name: "", events: [] }, wordsIn(null));
  expect(text.match(/^DTSTART:.*$/gm)?.map((line) => line.trim())).toEqual([
    "DTSTART:20260305T000000Z",
    "DTSTART:20260311T230000Z",
  ]);
  expect(formatCalendar((await fileFor(student, cohort)) ?? { name: "", events: [] }, wordsIn(null))).toBe(text);
});

test("a course that closes says so in the calendar, also when it has no dates", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort({ accessDays: 180 }, { title: "Statistics" });
  await take(student, cohort);
  expect((await fileFor(student, cohort))?.events).toMatchObject([
    { title: message("calendar.course_closes", { course: "Statistics" }), endsAt: addMs(school.clock(), 180 * DAY_MS) },
  ]);
});

test("the feed holds what its owner attends and teaches, and nothing paused, old or another's", async () => {
  const [person, other, office] = [
    await school.person("student", "instructor"),
    await school.person("student"),
    await school.person("admin"),
  ];
  const { key } = await school.as(person)((ctx) => rotateCalendarKey(ctx, { userId: person.id }));
  const [attended, taught, paused, anothers] = [
    await school.cohort({}, { title: "Attended" }),
    await school.cohort({}, { title: "Taught" }),
    await school.cohort({}, { title: "Paused" }),
    await school.cohort({}, { title: "Another's" }),
  ];
  for (const cohort of [attended, taught, paused, anothers]) await meet(cohort, addMs(school.clock(), DAY_MS));
  await meet(attended, addMs(school.clock(), -400 * DAY_MS), "long ago");
  await take(person, attended);
  await take(other, anothers);
  const { enrolment } = await take(person, paused);
  await school.as(office)((ctx) => suspendEnrolment(ctx, { enrolmentId: enrolment.id, why: "a test" }));
  await school.database.write(
    async (tx) => void (await tx.insert(courseStaff).values({ courseId: taught.courseId, userId: person.id })),
  );
  expect((await feedOf(key))?.events.map(({ title }) => title).sort()).toEqual(["Attended", "Taught"]);
});

test("a feed is in the language that its owner has chosen, also when it is asked for without one", async () => {
  const student = await school.person("student");
  const { key } = await school.as(student)((ctx) => rotateCalendarKey(ctx, { userId: student.id }));
  await take(student, await school.cohort({ accessDays: 30 }, { title: "Öl" }));
  const said = async () => {
    const feed = await feedOf(key);
    const settings = { language: "en", moreLanguages: ["de"] };
    return feed && formatCalendar(feed, wordsIn(pickLanguage(settings, feed.language)));
  };
  expect(await said()).toContain("SUMMARY:Öl closes for you");
  await school.database.write((tx) => tx.update(users).set({ language: "de" }).where(eq(users.id, student.id)));
  expect(await said()).toMatch(/SUMMARY:(?!Öl closes)/);
});

test("a key that is unknown or was replaced, and one of somebody who is shut out, opens no feed", async () => {
  const [student, office] = [await school.person("student"), await school.person("admin")];
  const rotate = () => school.as(student)((ctx) => rotateCalendarKey(ctx, { userId: student.id }));
  const { key: first } = await rotate();
  expect(await feedOf(first)).toMatchObject({ events: [] });
  const { key: second } = await rotate();
  expect(await feedOf(first)).toBeUndefined();
  expect(await feedOf("x".repeat(43))).toBeUndefined();
  expect(await feedOf("")).toBeUndefined();
  await school.as(office)((ctx) => disableUser(ctx, { userId: student.id }));
  expect(await feedOf(second)).toBeUndefined();
});

/** The lines of one meeting's entry in a calendar. */
function entryOf(calendar: Awaited<ReturnType<typeof fileFor>>, id: string): Record<string, string> {
  const text = formatCalendar(calendar ?? { name: "", events: [] }, wordsIn(null)).replaceAll("\r\n ", "");
  const entry = text.split("BEGIN:VEVENT").find((each) => each.includes(`UID:${id}@`)) ?? "";
  return Object.fromEntries([...entry.matchAll(/^([A-Z-]+):(.*)\r$/gm)].map(([, name, value]) => [name, value]));
}

describe("a meeting in somebody's calendar", () => {
  test("that is moved has the same name, a higher sequence and a later change", async () => {
    const [student, office] = [await school.person("student"), await school.person("admin")];
    const cohort = await school.cohort();
    await take(student, cohort);
    const startsAt = addMs(school.clock(), DAY_MS);
    const fields = { title: "", note: "", place: "", link: "", startsAt, endsAt: addMs(startsAt, HOUR_MS) };
    const { id } = await school.as(office)((ctx) => addMeeting(ctx, { cohortId: cohort.id, ...fields }));
    const before = entryOf(await fileFor(student, cohort), id);
    expect(before).toMatchObject({ SEQUENCE: "0", STATUS: "CONFIRMED" });
    for (const [times, change] of [
      { startsAt: addMs(startsAt, -HOUR_MS) },
      { place: "Room 4" },
      { note: "Bring a lamp." },
    ].entries()) {
      school.clock.forward(HOUR_MS);
      await school.as(office)((ctx) => editMeeting(ctx, { meetingId: id, ...fields, ...change }));
      const now = formatUtcTime(school.clock());
      expect(entryOf(await fileFor(student, cohort), id)).toMatchObject({
        SEQUENCE: String(times + 1),
        DTSTAMP: now,
        "LAST-MODIFIED": now,
        STATUS: "CONFIRMED",
      });
    }
    // What changes nothing changes nothing.
    await school.as(office)((ctx) => editMeeting(ctx, { meetingId: id, ...fields, note: "Bring a lamp." }));
    expect(entryOf(await fileFor(student, cohort), id).SEQUENCE).toBe("3");
  });

  test("that is taken out, one by one or by a new timetable, is cancelled in file and feed, with a higher sequence", async () => {
    const [student, office] = [await school.person("student"), await school.person("admin")];
    const cohort = await school.cohort({}, { title: "Letters" });
    await take(student, cohort);
    const { key } = await school.as(student)((ctx) => rotateCalendarKey(ctx, { userId: student.id }));
    const hour = (days: number, title: string) => {
      const startsAt = addMs(school.clock(), days * DAY_MS);
      return { title, note: "", place: "", link: "", startsAt, endsAt: addMs(startsAt, HOUR_MS) };
    };
    const made = [];
    for (const fields of [hour(1, "A"), hour(2, "B"), hour(3, "C")]) {
      made.push(await school.as(office)((ctx) => addMeeting(ctx, { cohortId: cohort.id, ...fields })));
    }
    const [a, b, c] = made.map(({ id }) => id) as [string, string, string];
    school.clock.forward(HOUR_MS);
    await school.as(office)((ctx) => removeMeeting(ctx, { meetingId: a }));
    // B is moved by a day, C is no longer in the timetable.
    const moved = {
      ...hour(2, "B"),
      startsAt: addMs(made[1]?.startsAt as Date, DAY_MS),
      endsAt: addMs(made[1]?.endsAt as Date, DAY_MS),
    };
    await school.as(office)((ctx) => replaceMeetings(ctx, { cohortId: cohort.id, meetings: [moved] }));
    for (const calendar of [await fileFor(student, cohort), await feedOf(key)]) {
      const file = calendar && { slug: "", ...calendar };
      expect(entryOf(file, a)).toMatchObject({
        STATUS: "CANCELLED",
        SEQUENCE: "1",
        SUMMARY: "Letters: A",
        DTSTAMP: formatUtcTime(school.clock()),
      });
      expect(entryOf(file, b)).toMatchObject({
        STATUS: "CONFIRMED",
        SEQUENCE: "1",
        DTSTART: formatUtcTime(moved.startsAt),
      });
      expect(entryOf(file, c)).toMatchObject({ STATUS: "CANCELLED", SEQUENCE: "1" });
    }
    school.clock.forward(200 * DAY_MS);
    expect((await feedOf(key))?.events).toEqual([]);
  });
});
