import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { courses, outbox, users } from "#db/schema/index.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { rotateCalendarKey } from "../accounts/rotate-calendar-key.ts";
import { getCohortCalendar, getFeed } from "../calendar/meetings.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { getCheckout } from "../checkout/get-checkout.ts";
import { getEnrolView } from "../checkout/get-enrol-view.ts";
import { visitor } from "../kernel/actor.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import { getCourseInside } from "../learning/get-course-inside.ts";
import { getMaterialPage } from "../learning/get-material-page.ts";
import { getMyCourses } from "../learning/get-my-courses.ts";
import { listMyOrders } from "../learning/list-my-orders.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { composeMail } from "../mail/compose-mail.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { listAboutChoices } from "../tickets/about.ts";
import { listMyTickets } from "../tickets/list-my-tickets.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { addMaterial } from "./add-material.ts";
import { replaceMeetings } from "./replace-meetings.ts";
import { translateCourse } from "./translate-course.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool({ demo: false });
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, { language: "en", moreLanguages: ["de"] }));
});
afterAll(() => school?.drop());

const TITLE = { de: "Buchbinden", en: "Bookbinding", fr: "Bookbinding" };
const LANGUAGES = ["de", "en", "fr"] as const;
/** The language in which the title stands. */
const WRITTEN_IN = { de: "de", en: "en", fr: "en" };
const HOST = "school.example";

/** A course with a German title and no German summary, and a student who has a place in it. */
async function taken(priceMinor: number) {
  const cohort = await school.cohort({ priceMinor }, { summary: "By hand" });
  const admin = await school.person("admin");
  const { courseId, id: cohortId } = cohort;
  await school.as(admin)((ctx) => translateCourse(ctx, { courseId, language: "de", title: TITLE.de }));
  const student = await school.person("student");
  const { enrolment, order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const reading = (language: string) => ({ ...school.reading(student), language });
  return { courseId, cohortId, admin, student, enrolment, code: order.code, reading, slug: `course-${courseId}` };
}

test("who learns reads the title of their course in their language, and what is not translated as it was written, which is said of each", async () => {
  const { courseId, admin, student, slug, reading } = await taken(0);
  const text = { kind: "text" as const, title: "Grain", body: "", url: "", fileId: null };
  const { id } = await school.as(admin)((ctx) => addMaterial(ctx, { courseId, ...text }));
  for (const language of LANGUAGES) {
    const title = TITLE[language];
    const ctx = reading(language);
    const titleLanguage = WRITTEN_IN[language];
    const course = { title, titleLanguage, summary: "By hand", language: "en" };
    expect((await getMyCourses(ctx, student.id)).open).toMatchObject([course]);
    const textLanguages = { title: titleLanguage, summary: "en" };
    expect(await getCourseInside(ctx, slug)).toMatchObject({ open: { title, textLanguages, language: "en" } });
    const material = { title: "Grain", language: "en", courseTitle: title, titleLanguage };
    expect(await getMaterialPage(ctx, slug, id)).toMatchObject(material);
  }
});

test("an empty text in a language, as a row made by hand may have it, is none", async () => {
  const { courseId, student, slug, reading } = await taken(0);
  const translations = { de: { title: "", summary: "Von Hand" } };
  await school.database.write((tx) => tx.update(courses).set({ translations }).where(eq(courses.id, courseId)));
  const ctx = reading("de");
  const course = { title: TITLE.en, summary: "Von Hand" };
  expect((await getMyCourses(ctx, student.id)).open).toMatchObject([{ ...course, titleLanguage: "en" }]);
  const textLanguages = { title: "en", summary: "de" };
  expect(await getCourseInside(ctx, slug)).toMatchObject({ open: { ...course, textLanguages } });
});

test("orders, receipts and what a question is about name the course in the reader's language", async () => {
  const { cohortId, student, enrolment, code, reading } = await taken(48_000);
  const about = { type: "enrolment" as const, id: enrolment.id };
  await school.as(student)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "Help", body: "Please", about }),
  );
  for (const language of LANGUAGES) {
    const courseTitle = TITLE[language];
    const ctx = reading(language);
    const titleLanguage = WRITTEN_IN[language];
    const line = { courseTitle, titleLanguage, language: "en" };
    expect((await listMyOrders(ctx, student.id, 1)).items).toEqual([
      expect.objectContaining({ titles: [{ title: courseTitle, language: titleLanguage }] }),
    ]);
    expect((await getReceipt(ctx, code))?.lines).toMatchObject([line]);
    expect((await getCheckout(ctx, code))?.lines).toMatchObject([line]);
    expect(await getEnrolView(ctx, cohortId)).toMatchObject(line);
    const [choice] = await listAboutChoices(ctx, student.id);
    expect(choice?.label).toContain(courseTitle);
    expect((await listMyTickets(ctx, student.id, 1)).items).toMatchObject([{ about: { label: courseTitle } }]);
  }
});

test("a mail names the course in the language of its recipient, whoever causes it", async () => {
  const { admin, student, enrolment } = await taken(0);
  await school.database.write((tx) => tx.update(users).set({ language: "de" }).where(eq(users.id, student.id)));
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "" }));
  const [mail] = await school.database.read
    .select()
    .from(outbox)
    .where(eq(outbox.recipient, student.email))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1);
  const place = { url: "https://school.example", bank: null, wordsIn };
  const letter = mail && (await composeMail(school.database.read, mail, place));
  expect(letter).toMatchObject({ language: "de", subject: expect.stringContaining(TITLE.de) });
  expect(letter?.text).not.toContain(TITLE.en);
});

test("a calendar names the course in the language of whoever follows it", async () => {
  const { cohortId, admin, student, reading } = await taken(0);
  const startsAt = addMs(school.clock(), DAY_MS);
  const meeting = { title: "", note: "", place: "", link: "", startsAt, endsAt: addMs(startsAt, DAY_MS / 24) };
  await school.as(admin)((ctx) => replaceMeetings(ctx, { cohortId, meetings: [meeting] }));
  for (const language of LANGUAGES) {
    const calendar = await getCohortCalendar(reading(language), cohortId, HOST);
    expect(calendar?.events).toMatchObject([{ title: TITLE[language] }]);
  }
  const { key } = await school.as(student)((ctx) => rotateCalendarKey(ctx, { userId: student.id }));
  const feed = () => getFeed({ ...school.reading(visitor), language: "en" }, key, HOST, "The school");
  expect((await feed())?.events).toMatchObject([{ title: TITLE.en }]);
  await school.database.write((tx) => tx.update(users).set({ language: "de" }).where(eq(users.id, student.id)));
  expect((await feed())?.events).toMatchObject([{ title: TITLE.de }]);
});
