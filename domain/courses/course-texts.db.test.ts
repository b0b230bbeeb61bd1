import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { courses, meetings, outbox, users } from "#db/schema/index.ts";
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
import { addMeeting } from "./add-meeting.ts";
import { getCoursePage } from "./get-course-page.ts";
import { removeMeeting } from "./remove-meeting.ts";
import { setCourseStaff } from "./set-course-staff.ts";
import { translateCohort } from "./translate-cohort.ts";
import { translateCourse } from "./translate-course.ts";
import { translateMeeting } from "./translate-meeting.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool({ demo: false });
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, { language: "en", moreLanguages: ["de"] }));
});
afterAll(() => school?.drop());

const TITLE = { de: "Buchbinden", en: "Bookbinding", fr: "Bookbinding" };
const COHORT = { de: "Winterabende", en: "Winter evenings", fr: "Winter evenings" };
const MEETING = { de: "Heften", en: "Sewing", fr: "Sewing" };
const LANGUAGES = ["de", "en", "fr"] as const;
/** The language in which the title and the cohort's name stand. */
const WRITTEN_IN = { de: "de", en: "en", fr: "en" };
const HOST = "school.example";

/** A course with a German title and no German summary, in a cohort with a German name and no German place, and its student. */
async function taken(priceMinor: number) {
  const cohort = await school.cohort({ priceMinor, place: "Workshop" }, { summary: "By hand" });
  const admin = await school.person("admin");
  const { courseId, id: cohortId } = cohort;
  await school.as(admin)((ctx) => translateCourse(ctx, { courseId, language: "de", title: TITLE.de }));
  const startsAt = addMs(school.clock(), DAY_MS);
  const meeting = {
    title: MEETING.en,
    note: "Bring wax.",
    place: "Room 2",
    link: "",
    startsAt,
    endsAt: addMs(startsAt, DAY_MS / 24),
  };
  const { id: meetingId } = await school.as(admin)((ctx) => addMeeting(ctx, { cohortId, ...meeting }));
  await school.as(admin)((ctx) => translateMeeting(ctx, { meetingId, language: "de", title: MEETING.de }));
  await school.as(admin)((ctx) => translateCohort(ctx, { cohortId, language: "de", name: COHORT.de }));
  const student = await school.person("student");
  const { enrolment, order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const reading = (language: string) => ({ ...school.reading(student), language });
  return {
    courseId,
    cohortId,
    admin,
    student,
    enrolment,
    meetingId,
    code: order.code,
    reading,
    slug: `course-${courseId}`,
  };
}

test("who learns reads the title of their course in their language, and what is not translated as it was written, which is said of each", async () => {
  const { courseId, admin, student, slug, reading } = await taken(0);
  const text = { kind: "text" as const, title: "Grain", body: "", url: "", fileId: null };
  const { id } = await school.as(admin)((ctx) => addMaterial(ctx, { courseId, ...text }));
  for (const language of LANGUAGES) {
    const title = TITLE[language];
    const ctx = reading(language);
    const titleLanguage = WRITTEN_IN[language];
    const course = { title, titleLanguage, summary: "By hand" };
    const cohort = { cohortName: COHORT[language], cohortLanguage: titleLanguage };
    const place = { place: "Workshop", placeLanguage: "en" };
    expect((await getMyCourses(ctx, student.id)).open).toMatchObject([{ ...course, ...cohort, ...place }]);
    const next = { title: MEETING[language], titleLanguage, place: "Room 2", placeLanguage: "en" };
    expect((await getMyCourses(ctx, student.id)).open).toMatchObject([{ next }]);
    const meetingLanguages = { title: titleLanguage, note: "en", place: "en" };
    const dated = [{ title: MEETING[language], note: "Bring wax.", place: "Room 2", textLanguages: meetingLanguages }];
    expect((await getCoursePage(ctx, slug))?.cohorts).toMatchObject([{ meetings: dated }]);
    const inside = {
      meetings: dated,
      name: COHORT[language],
      place: "Workshop",
      textLanguages: { name: titleLanguage, place: "en" },
    };
    const textLanguages = { title: titleLanguage, summary: "en" };
    expect(await getCourseInside(ctx, slug)).toMatchObject({
      open: { title, textLanguages, language: "en", cohorts: [inside] },
    });
    const material = { title: "Grain", language: "en", courseTitle: title, titleLanguage };
    expect(await getMaterialPage(ctx, slug, id)).toMatchObject(material);
  }
});

test("whoever teaches several courses finds them in the order of the titles that they read", async () => {
  const [admin, teacher] = [await school.person("admin"), await school.person("instructor")];
  for (const [title, german] of Object.entries({ Apples: "Zwetschgen", Plums: "Äpfel" })) {
    const { courseId } = await school.cohort({}, { title });
    const staff = [{ userId: teacher.id, about: "" }];
    await school.as(admin)((ctx) => setCourseStaff(ctx, { courseId, staff }));
    await school.as(admin)((ctx) => translateCourse(ctx, { courseId, language: "de", title: german }));
  }
  const taught = async (language: string) =>
    (await getMyCourses({ ...school.reading(teacher), language }, teacher.id)).teaching.map(({ title }) => title);
  expect([await taught("de"), await taught("en")]).toEqual([
    ["Äpfel", "Zwetschgen"],
    ["Apples", "Plums"],
  ]);
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

test("a meeting that is where its cohort is takes its place from there in every language, until it has one of its own", async () => {
  const { cohortId, meetingId, admin, student, slug, reading } = await taken(0);
  const ctx = reading("de");
  const placed = async () => {
    const [page, inside] = [await getCoursePage(ctx, slug), await getCourseInside(ctx, slug)];
    const cohorts = inside && "open" in inside ? inside.open.cohorts : [];
    const [place] = (await getMyCourses(ctx, student.id)).open;
    const calendar = await getCohortCalendar(ctx, cohortId, HOST);
    const shown = [...(page?.cohorts ?? []), ...cohorts].flatMap(({ meetings }) => meetings);
    expect(new Set(shown.map(({ textLanguages }) => textLanguages.place))).toEqual(
      new Set([place?.next?.placeLanguage]),
    );
    return [...shown.map((each) => each.place), place?.next?.place, calendar?.events[0]?.place];
  };
  const all = (place: string) => [place, place, place, place];
  await school.as(admin)((write) => translateCohort(write, { cohortId, language: "de", place: "Werkstatt" }));
  expect(await placed()).toEqual(all("Room 2"));
  await school.database.write((tx) => tx.update(meetings).set({ place: "Workshop" }).where(eq(meetings.id, meetingId)));
  expect(await placed()).toEqual(all("Werkstatt"));
  await school.as(admin)((write) => translateMeeting(write, { meetingId, language: "de", place: "Werkstatt, hinten" }));
  expect(await placed()).toEqual(all("Werkstatt, hinten"));
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
    const line = { courseTitle, titleLanguage, cohortName: COHORT[language], cohortLanguage: titleLanguage };
    expect((await listMyOrders(ctx, student.id, 1)).items).toEqual([
      expect.objectContaining({ titles: [{ title: courseTitle, language: titleLanguage }] }),
    ]);
    expect((await getReceipt(ctx, code))?.lines).toMatchObject([line]);
    expect((await getCheckout(ctx, code))?.lines).toMatchObject([line]);
    expect(await getEnrolView(ctx, cohortId)).toMatchObject(line);
    const [choice] = await listAboutChoices(ctx, student.id);
    expect(choice?.label).toBe(`${courseTitle}, ${COHORT[language]}`);
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
  expect(letter?.text).toContain(COHORT.de);
  expect(letter?.text).not.toContain(TITLE.en);
  expect(letter?.text).not.toContain(COHORT.en);
});

test("a calendar names the course in the language of whoever follows it", async () => {
  const { cohortId, meetingId, admin, student, reading } = await taken(0);
  for (const language of LANGUAGES) {
    const calendar = await getCohortCalendar(reading(language), cohortId, HOST);
    const title = { values: { course: TITLE[language], meeting: MEETING[language] } };
    const description = `Bring wax.\n${COHORT[language]}`;
    expect(calendar?.events).toMatchObject([{ title, description, place: "Room 2" }]);
    expect(calendar?.name).toMatchObject({ values: { course: TITLE[language], cohort: COHORT[language] } });
  }
  const { key } = await school.as(student)((ctx) => rotateCalendarKey(ctx, { userId: student.id }));
  const feed = () => getFeed({ ...school.reading(visitor), language: "en" }, key, HOST, "The school");
  expect((await feed())?.events).toMatchObject([{ title: { values: { course: TITLE.en, meeting: MEETING.en } } }]);
  await school.database.write((tx) => tx.update(users).set({ language: "de" }).where(eq(users.id, student.id)));
  expect((await feed())?.events).toMatchObject([{ title: { values: { course: TITLE.de, meeting: MEETING.de } } }]);
  await school.as(admin)((ctx) => removeMeeting(ctx, { meetingId }));
  const gone = { isCancelled: true, title: { values: { course: TITLE.de, meeting: MEETING.de } } };
  expect((await feed())?.events).toMatchObject([gone]);
});
