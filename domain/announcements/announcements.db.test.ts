import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessEvents, courseStaff, enrolments, meetings, outbox, users } from "#db/schema/index.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { markAttendance } from "../attendance/mark-attendance.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import type { Actor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { deliverAnnouncement, hasAnnouncementToSend } from "./deliver-announcement.ts";
import { discardAnnouncement } from "./discard-announcement.ts";
import { draftAnnouncement } from "./draft-announcement.ts";
import { editAnnouncement } from "./edit-announcement.ts";
import { getAnnouncement } from "./get-announcement.ts";
import { getWakingTime } from "./get-waking-time.ts";
import { sendAnnouncement } from "./send-announcement.ts";

let school: TestSchool;
let teacher: Actor & { type: "user" };
beforeAll(async () => {
  school = await openTestSchool();
  teacher = await school.person("instructor");
});
afterAll(() => school.drop());

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const place = { url: "https://school.example", bank: null, wordsIn };
const said = { cohortId: null, audience: "everyone", subject: "Bring an apron", body: "It gets <sticky>." } as const;

type Student = Awaited<ReturnType<TestSchool["person"]>>;

/** A course of the teacher's with so many students in it. */
async function taught(count: number) {
  const cohort = await school.cohort();
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: teacher.id }));
  const students: Student[] = [];
  for (let n = 0; n < count; n++) {
    const student = await school.person("student");
    await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
    students.push(student);
  }
  // As many as a test takes out of it are there.
  return { ...cohort, students: students as [Student, Student, Student] };
}

async function deliverAll(): Promise<number> {
  let mails = 0;
  for (;;) {
    const made = await school.asSystem(deliverAnnouncement);
    if (made === undefined) return mails;
    mails += made;
  }
}

async function mailsOf(announcementId: string) {
  const rows = await school.database.read
    .select()
    .from(outbox)
    .where(eq(outbox.kind, "announcement"))
    .orderBy(asc(outbox.recipient));
  return rows.filter(({ payload }) => payload.announcementId === announcementId);
}

const draft = (courseId: string, fields: Partial<typeof said> | object = {}, as: Actor = teacher) =>
  school.as(as)((ctx) => draftAnnouncement(ctx, { ...said, courseId, ...fields }));
const send = (announcementId: string, as: Actor = teacher) =>
  school.as(as)((ctx) => sendAnnouncement(ctx, { announcementId }));

describe("what is written to a course", () => {
  test("is mailed to each of its students once, and to nobody before it is sent", async () => {
    const { courseId, students } = await taught(3);
    const { id } = await draft(courseId);
    expect([await hasAnnouncementToSend(school.database.read), await deliverAll()]).toEqual([false, 0]);
    const sent = await send(id);
    expect(sent).toMatchObject({ state: "sending", sentAt: school.clock() });
    await expect(send(id)).rejects.toEqual(refusal("wrong_state"));
    expect([await deliverAll(), await deliverAll()]).toEqual([3, 0]);
    const mails = await mailsOf(id);
    expect(mails.map(({ recipient }) => recipient)).toEqual(students.map(({ email }) => email).sort());
    const view = await getAnnouncement(school.reading(teacher), id, place);
    expect(view).toMatchObject({ announcement: { state: "sent", mails: 3 }, recipients: 3 });
  });

  test("reaches a student in two cohorts once, nobody who has left, and nobody whose account is disabled", async () => {
    const first = await taught(3);
    const second = await school.cohort({ name: "Spring" }, { id: first.courseId });
    const [twice, left, disabled] = first.students;
    const { enrolment } = await school.as(left)((ctx) =>
      enrolStudent(ctx, { cohortId: second.id, studentId: left.id }),
    );
    await school.as(twice)((ctx) => enrolStudent(ctx, { cohortId: second.id, studentId: twice.id }));
    const admin = await school.person("admin");
    await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "asked" }));
    await school.database.write((tx) =>
      tx.update(users).set({ disabledAt: school.clock() }).where(eq(users.id, disabled.id)),
    );
    const ofSpring = await draft(first.courseId, { cohortId: second.id });
    const ofAll = await draft(first.courseId);
    for (const { id } of [ofSpring, ofAll]) await send(id);
    await deliverAll();
    const spring = await mailsOf(ofSpring.id);
    expect(spring.map(({ payload }) => payload.studentId)).toEqual([twice.id]);
    const all = await mailsOf(ofAll.id);
    expect(all.map(({ payload }) => payload.studentId).sort()).toEqual([twice.id, left.id].sort());
  });

  test("reaches who has attended no meeting, in a cohort whose attendance is taken, and nobody where it is not", async () => {
    const { courseId, id: cohortId, students } = await taught(3);
    const [came, , late] = students;
    const { id } = await draft(courseId, { audience: "not_attended" });
    const recipients = async () => (await getAnnouncement(school.reading(teacher), id, place))?.recipients;
    expect(await recipients()).toBe(0);
    const startsAt = school.clock();
    const meetingId = createId("meeting");
    const hours = { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) };
    await school.database.write((tx) => tx.insert(meetings).values({ id: meetingId, cohortId, ...hours }));
    const all = await school.database.read.select().from(enrolments).where(eq(enrolments.cohortId, cohortId));
    const states = new Map([
      [came.id, "present"],
      [late.id, "excused"],
    ] as const);
    for (const { id: enrolmentId, studentId } of all) {
      const state = states.get(studentId);
      const marks = state ? [{ enrolmentId, state, markedAt: startsAt }] : [];
      await school.as(teacher)((ctx) => markAttendance(ctx, { meetingId, marks }));
    }
    expect(await recipients()).toBe(2);
    // Who comes into another cohort, where nobody has been marked yet, is not meant.
    const spring = await school.cohort({ name: "Spring" }, { id: courseId });
    const newcomer = await school.person("student");
    await school.as(newcomer)((ctx) => enrolStudent(ctx, { cohortId: spring.id, studentId: newcomer.id }));
    expect(await recipients()).toBe(2);
  });

  test("reaches of those who have opened nothing only them, also when an opening is not counted yet", async () => {
    const { courseId, students } = await taught(2);
    const [opened, idle] = students;
    const event = { id: createId("accessEvent"), studentId: opened.id, courseId, at: school.clock() };
    await school.database.write((tx) => tx.insert(accessEvents).values(event));
    const { id } = await draft(courseId, { audience: "not_opened" });
    await send(id);
    await deliverAll();
    expect((await mailsOf(id)).map(({ payload }) => payload.studentId)).toEqual([idle.id]);
  });

  test("goes on where it was interrupted, and whoever comes meanwhile is not among them", async () => {
    const { id: cohortId, courseId } = await taught(101);
    const { id } = await draft(courseId);
    await send(id);
    expect(await school.asSystem(deliverAnnouncement)).toBe(100);
    school.clock.forward(1000);
    const late = await school.person("student");
    await school.as(late)((ctx) => enrolStudent(ctx, { cohortId, studentId: late.id }));
    await deliverAll();
    const mails = await mailsOf(id);
    expect([mails.length, new Set(mails.map(({ recipient }) => recipient)).size]).toEqual([101, 101]);
    expect(mails.map(({ recipient }) => recipient)).not.toContain(late.email);
  });

  test("leaves at seven in the morning where it is night for its reader", async () => {
    const night = new Date("2026-01-08T22:30:00Z");
    const at = (timezone: string) => getWakingTime(night, timezone).toISOString();
    expect(at("Europe/Zurich")).toBe("2026-01-09T06:00:00.000Z");
    expect(at("Asia/Tokyo")).toBe("2026-01-08T22:30:00.000Z");
    expect(at("America/Los_Angeles")).toBe("2026-01-08T22:30:00.000Z");
    expect(at("Asia/Kolkata")).toBe("2026-01-09T01:30:00.000Z");
    // The night in which the clocks go forward has one hour less.
    expect(getWakingTime(new Date("2026-03-28T22:30:00Z"), "Europe/Zurich").toISOString()).toBe(
      "2026-03-29T05:00:00.000Z",
    );
  });

  test("says how many of its mails have not left yet", async () => {
    const { courseId } = await taught(2);
    const { id } = await draft(courseId);
    const view = async () => getAnnouncement(school.reading(teacher), id, place);
    expect(await view()).toMatchObject({ recipients: 2, waiting: 0 });
    await send(id);
    await deliverAll();
    expect(await view()).toMatchObject({ recipients: 2, waiting: 2 });
    const [first] = await mailsOf(id);
    await school.database.write((tx) =>
      tx
        .update(outbox)
        .set({ state: "sent" })
        .where(eq(outbox.id, first?.id ?? "")),
    );
    expect(await view()).toMatchObject({ recipients: 2, waiting: 1 });
  });

  test("reads as its reader gets it, in their language, with the way to answer", async () => {
    const { courseId, students } = await taught(1);
    const [student] = students;
    const owner = await school.person("owner");
    await school.as(owner)((ctx) => changeSettings(ctx, { moreLanguages: ["de"] }));
    await school.database.write((tx) => tx.update(users).set({ language: "de" }).where(eq(users.id, student.id)));
    const { id } = await draft(courseId);
    const view = await getAnnouncement(school.reading(teacher), id, place);
    expect(view).toMatchObject({ recipients: 1, preview: { letter: { subject: "Bring an apron", language: "de" } } });
    expect(view?.preview?.letter.html).toContain("It gets &lt;sticky&gt;.");
    expect(view?.preview?.letter.text).toContain(`/help/new?about=course%3A${courseId}`);
  });

  test("may be changed and thrown away while it is a draft, and not afterwards", async () => {
    const { courseId } = await taught(1);
    const { id } = await draft(courseId);
    const changed = { ...said, announcementId: id, subject: "Bring two aprons" };
    expect(await school.as(teacher)((ctx) => editAnnouncement(ctx, changed))).toMatchObject({
      subject: "Bring two aprons",
    });
    const other = await draft(courseId);
    await school.as(teacher)((ctx) => discardAnnouncement(ctx, { announcementId: other.id }));
    expect(await getAnnouncement(school.reading(teacher), other.id, place)).toBeUndefined();
    await send(id);
    await expect(school.as(teacher)((ctx) => editAnnouncement(ctx, changed))).rejects.toEqual(refusal("wrong_state"));
    await expect(school.as(teacher)((ctx) => discardAnnouncement(ctx, { announcementId: id }))).rejects.toEqual(
      refusal("wrong_state"),
    );
    await deliverAll();
  });

  test("that would reach nobody is not sent", async () => {
    const { courseId } = await taught(0);
    const { id } = await draft(courseId);
    await expect(send(id)).rejects.toEqual(refusal("nobody_to_write_to"));
  });

  test("is written by who teaches the course and by the desk; a stranger finds nothing, and a teacher sees nothing of money", async () => {
    const { courseId } = await taught(1);
    const [other, desk, finance] = [
      await school.person("instructor"),
      await school.person("support"),
      await school.person("finance"),
    ];
    await expect(draft(courseId, {}, other)).rejects.toEqual(refusal("not_found"));
    await expect(draft(courseId, {}, finance)).rejects.toEqual(refusal("not_found"));
    await expect(draft(courseId, { audience: "not_paid" })).rejects.toEqual(refusal("forbidden"));
    const { id } = await draft(courseId, { audience: "not_paid" }, desk);
    await expect(send(id, other)).rejects.toEqual(refusal("not_found"));
    await expect(send(id)).rejects.toEqual(refusal("forbidden"));
    expect(await getAnnouncement(school.reading(other), id, place)).toBeUndefined();
    const elsewhere = await school.cohort();
    await expect(draft(courseId, { cohortId: elsewhere.id })).rejects.toEqual(refusal("not_found"));
  });
});
