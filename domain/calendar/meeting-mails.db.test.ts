import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { courseStaff, meetings, outbox, users } from "#db/schema/index.ts";
import { translatorFor } from "#messages/translator.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelCohort } from "../checkout/cancel-cohort.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { addMeeting } from "../courses/add-meeting.ts";
import { editMeeting } from "../courses/edit-meeting.ts";
import { removeMeeting } from "../courses/remove-meeting.ts";
import { replaceMeetings } from "../courses/replace-meetings.ts";
import { completeEnrolment } from "../enrolments/complete-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import { composeMail } from "../mail/compose-mail.ts";
import { getDueHours } from "./get-due-hours.ts";
import { listCohortsToNotify, notifyOfMeetings } from "./notify-of-meetings.ts";
import { listComingMeetings, remindOfMeeting } from "./remind-of-meeting.ts";

let school: TestSchool;
let desk: Actor;
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("admin");
});
afterAll(() => school.drop());

const NOW = new Date("2026-03-02T10:00:00Z");
beforeEach(() => school.clock.set(NOW));

const hours = (startsAt: Date, about: { title?: string; place?: string; link?: string } = {}) => ({
  ...{ title: "", note: "", place: "Room 2", link: "", ...about },
  ...{ startsAt, endsAt: addMs(startsAt, HOUR_MS) },
});

/** A cohort of which one student has a place, with a meeting in three days. */
async function placed() {
  const cohort = await school.cohort({});
  const student = await school.person("student");
  const place = { cohortId: cohort.id, studentId: student.id };
  const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, place));
  const startsAt = addMs(NOW, 72 * HOUR_MS);
  const meetingId = `mtg_${cohort.id}`;
  await school.database.write((tx) =>
    tx.insert(meetings).values({ ...hours(startsAt, { title: "First" }), id: meetingId, cohortId: cohort.id }),
  );
  const mailsTo = async (kind: string, email = student.email, now?: Date) => {
    const rows = school.database.read
      .select()
      .from(outbox)
      .where(and(eq(outbox.kind, kind), eq(outbox.recipient, email)));
    return Promise.all(
      (await rows).map(({ payload }) =>
        composeMail(school.database.read, { kind, recipient: email, payload, language: "en" } as never, {
          url: "https://school.example",
          bank: null,
          wordsIn: translatorFor,
          ...(now && { now }),
        }),
      ),
    );
  };
  return {
    cohortId: cohort.id,
    courseId: cohort.courseId,
    student,
    enrolmentId: enrolment.id,
    meetingId,
    startsAt,
    mailsTo,
  };
}

/** As the job does it. */
async function notify(now = addMs(NOW, 10 * MINUTE_MS)): Promise<void> {
  school.clock.set(now);
  for (const cohortId of await listCohortsToNotify(school.database.read, now)) {
    let after: string | undefined;
    do after = await school.asSystem((ctx) => notifyOfMeetings(ctx, { cohortId, until: now, ...(after && { after }) }));
    while (after);
  }
}

async function remind(now: Date): Promise<void> {
  school.clock.set(now);
  for (const meeting of await listComingMeetings(school.database.read, { now, hours: 48, limit: 100 })) {
    const due = getDueHours(meeting, [48, 3], now);
    if (due === undefined) continue;
    const reminder = { meetingId: meeting.id, startsAt: meeting.startsAt, hours: due };
    await school.asSystem((ctx) => remindOfMeeting(ctx, reminder));
  }
}

test("what is changed within a few minutes is told by one mail, as it was and as it is, to students and teachers", async () => {
  const { cohortId, courseId, meetingId, startsAt, mailsTo } = await placed();
  const teacher = await school.person("instructor");
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId, userId: teacher.id }));
  const first = { meetingId, ...hours(addMs(startsAt, HOUR_MS), { title: "First" }) };
  await school.as(desk)((ctx) => editMeeting(ctx, first));
  await school.as(desk)((ctx) =>
    editMeeting(ctx, { ...first, ...hours(addMs(startsAt, 2 * HOUR_MS), { title: "First" }) }),
  );
  await school.as(desk)((ctx) =>
    addMeeting(ctx, { cohortId, ...hours(addMs(startsAt, 9 * HOUR_MS), { title: "More" }) }),
  );
  await notify(addMs(NOW, 9 * MINUTE_MS));
  expect(await mailsTo("meetings_changed")).toHaveLength(0);
  await notify();
  await notify(addMs(NOW, HOUR_MS));
  expect(await mailsTo("meetings_changed", teacher.email)).toHaveLength(1);
  const [mail, ...more] = await mailsTo("meetings_changed");
  expect(more).toEqual([]);
  const text = mail?.text.replace(/\s+/g, " ");
  expect(text).toMatch(/Changed: First.*Thursday, 5 March 2026.*11:00.*Thursday, 5 March 2026.*13:00.*New: More/);
  expect(text).not.toContain("12:00");
});

test("a meeting that was taken out is told as cancelled, and one that was only renamed is not told", async () => {
  const { meetingId, startsAt, mailsTo } = await placed();
  await school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(startsAt, { title: "Another name" }) }));
  await notify();
  expect(await mailsTo("meetings_changed")).toEqual([]);
  await school.as(desk)((ctx) => removeMeeting(ctx, { meetingId }));
  await notify(addMs(NOW, HOUR_MS));
  const [mail] = await mailsTo("meetings_changed");
  expect(mail?.text).toContain("Cancelled: Another name");
});

test("a timetable that was put back before anybody was told, or whose cohort was cancelled, sends nothing", async () => {
  const one = await placed();
  const moved = hours(addMs(one.startsAt, HOUR_MS));
  const back = hours(one.startsAt, { title: "First" });
  await school.as(desk)((ctx) => replaceMeetings(ctx, { cohortId: one.cohortId, meetings: [moved] }));
  await school.as(desk)((ctx) => replaceMeetings(ctx, { cohortId: one.cohortId, meetings: [back] }));
  const other = await placed();
  await school.as(desk)((ctx) => removeMeeting(ctx, { meetingId: other.meetingId }));
  await school.as(desk)((ctx) => cancelCohort(ctx, { cohortId: other.cohortId, why: "", refund: "review" }));
  await notify();
  const texts = [...(await one.mailsTo("meetings_changed")), ...(await other.mailsTo("meetings_changed"))];
  expect(texts.map((mail) => mail?.text ?? "nothing to send")).not.toContainEqual(expect.stringContaining("Room 2"));
});

test("nobody is told of meetings that are over, or where nobody has a place", async () => {
  const { meetingId, startsAt, mailsTo } = await placed();
  school.clock.set(addMs(startsAt, 2 * HOUR_MS));
  await school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(addMs(startsAt, -HOUR_MS)) }));
  const empty = await school.cohort({});
  await school.as(desk)((ctx) => addMeeting(ctx, { cohortId: empty.id, ...hours(addMs(startsAt, 99 * HOUR_MS)) }));
  expect(await listCohortsToNotify(school.database.read, addMs(startsAt, 50 * HOUR_MS))).toEqual([]);
  expect(await mailsTo("meetings_changed")).toEqual([]);
});

test("what is changed while mails are made is told the next time, to everybody", async () => {
  const { cohortId, meetingId, startsAt, mailsTo } = await placed();
  await school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(addMs(startsAt, HOUR_MS)) }));
  const until = addMs(NOW, 10 * MINUTE_MS);
  school.clock.set(addMs(until, 1_000));
  await school.as(desk)((ctx) =>
    addMeeting(ctx, { cohortId, ...hours(addMs(startsAt, 5 * HOUR_MS), { title: "Late" }) }),
  );
  await school.asSystem((ctx) => notifyOfMeetings(ctx, { cohortId, until }));
  await notify(addMs(NOW, HOUR_MS));
  expect(await mailsTo("meetings_changed")).toHaveLength(2);
});

test("a meeting is reminded of at each of the hours, once, with its place and link, and again when it was moved", async () => {
  const { meetingId, startsAt, mailsTo } = await placed();
  for (const before of [49, 48, 47.9, 3, 2.9]) await remind(addMs(startsAt, -before * HOUR_MS));
  expect(await mailsTo("meeting_reminder")).toHaveLength(2);
  school.clock.set(addMs(startsAt, -2 * HOUR_MS));
  const later = addMs(startsAt, 96 * HOUR_MS);
  const link = "https://meet.example/1";
  await school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(later, { link }) }));
  await remind(addMs(later, -48 * HOUR_MS));
  const mails = await mailsTo("meeting_reminder");
  expect(mails).toHaveLength(3);
  expect(mails.at(-1)?.text).toMatch(/Room 2[\s\S]*https:\/\/meet\.example\/1/);
});

test("whoever has no place any more is not reminded, also when the mail was already promised", async () => {
  const { enrolmentId, startsAt, mailsTo } = await placed();
  await remind(addMs(startsAt, -48 * HOUR_MS));
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId, why: "" }));
  expect(await mailsTo("meeting_reminder")).toEqual([undefined]);
  await remind(addMs(startsAt, -3 * HOUR_MS));
  expect(await mailsTo("meeting_reminder")).toHaveLength(1);
});

test("who has completed the course by its rule is told and reminded of the meetings still to come", async () => {
  const { enrolmentId, meetingId, startsAt, mailsTo } = await placed();
  await school.as(desk)((ctx) => completeEnrolment(ctx, { enrolmentId, why: "passed" }));
  const later = addMs(startsAt, HOUR_MS);
  await school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(later, { title: "First" }) }));
  await notify();
  expect(await mailsTo("meetings_changed")).toHaveLength(1);
  await remind(addMs(later, -48 * HOUR_MS));
  expect((await mailsTo("meeting_reminder")).map((mail) => mail?.text.includes("Room 2"))).toEqual([true]);
});

test("two people of the office who move the same meeting at once: the second is told that it was changed meanwhile", async () => {
  const { meetingId, startsAt } = await placed();
  const move = (by: number) =>
    school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(addMs(startsAt, by * HOUR_MS)) }));
  const ended = await Promise.allSettled([move(1), move(2)]);
  const [meeting] = await school.database.read.select().from(meetings).where(eq(meetings.id, meetingId));
  expect(meeting?.sequence).toBe(ended.filter(({ status }) => status === "fulfilled").length);
});

test("a reminder that could not be sent before the meeting was over is not sent any more", async () => {
  const { startsAt, student, mailsTo } = await placed();
  await remind(addMs(startsAt, -3 * HOUR_MS));
  expect(await mailsTo("meeting_reminder", student.email, addMs(startsAt, HOUR_MS - 1))).toMatchObject([{}]);
  expect(await mailsTo("meeting_reminder", student.email, addMs(startsAt, HOUR_MS))).toEqual([undefined]);
});

test("who teaches a course and has a place in it is told of a moved meeting once", async () => {
  const { courseId, meetingId, startsAt, student, mailsTo } = await placed();
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId, userId: student.id }));
  await school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(addMs(startsAt, HOUR_MS)) }));
  await notify();
  expect(await mailsTo("meetings_changed")).toHaveLength(1);
});

test("who cannot sign in any more is neither told nor reminded, also when the mail was already promised", async () => {
  const { meetingId, startsAt, student, mailsTo } = await placed();
  await remind(addMs(startsAt, -48 * HOUR_MS));
  await school.database.write((tx) => tx.update(users).set({ disabledAt: NOW }).where(eq(users.id, student.id)));
  expect(await mailsTo("meeting_reminder")).toEqual([undefined]);
  const later = addMs(startsAt, HOUR_MS);
  await school.as(desk)((ctx) => editMeeting(ctx, { meetingId, ...hours(later) }));
  await notify();
  await remind(addMs(later, -3 * HOUR_MS));
  expect(await mailsTo("meetings_changed")).toEqual([]);
  expect(await mailsTo("meeting_reminder")).toHaveLength(1);
});

test("who enrols after a reminder went out gets the next, and no late one", async () => {
  const { cohortId, startsAt, mailsTo } = await placed();
  await remind(addMs(startsAt, -48 * HOUR_MS));
  const late = await school.person("student");
  await school.as(late)((ctx) => enrolStudent(ctx, { cohortId, studentId: late.id }));
  await remind(addMs(startsAt, -47 * HOUR_MS));
  expect(await mailsTo("meeting_reminder", late.email)).toEqual([]);
  await remind(addMs(startsAt, -3 * HOUR_MS));
  expect(await mailsTo("meeting_reminder", late.email)).toHaveLength(1);
});
