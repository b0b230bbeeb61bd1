import { and, asc, count, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  auditLog,
  cohorts,
  courseSearch,
  files,
  holds,
  outbox,
  stateChanges,
  users,
  waitingList,
} from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { visitor } from "../kernel/actor.ts";
import { composeMail } from "../mail/compose-mail.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { addMaterial } from "./add-material.ts";
import { addMeeting } from "./add-meeting.ts";
import { archiveCourse } from "./archive-course.ts";
import { cancelCohort } from "../checkout/cancel-cohort.ts";
import { getCatalogueVersion } from "../kernel/catalogue-version.ts";
import { getCoursePage } from "./get-course-page.ts";
import { createCohort } from "./create-cohort.ts";
import { createCourse } from "./create-course.ts";
import { deleteCourse } from "./delete-course.ts";
import { editCohort } from "./edit-cohort.ts";
import { editCourse } from "./edit-course.ts";
import { editMaterial } from "./edit-material.ts";
import { editMeeting } from "./edit-meeting.ts";
import { getLiveSeats } from "./get-live-seats.ts";
import { publishCourse } from "./publish-course.ts";
import { removeMaterial } from "./remove-material.ts";
import { removeMeeting } from "./remove-meeting.ts";
import { reorderMaterials } from "./reorder-materials.ts";
import { replaceMeetings } from "./replace-meetings.ts";
import { CohortFields, CourseFields, MeetingFields } from "./inputs.ts";
import { MaterialFields } from "./material-inputs.ts";
import { setCourseStaff } from "./set-course-staff.ts";
import { unpublishCourse } from "./unpublish-course.ts";

const MAIL_PLACE = { url: "https://school.example", bank: null, wordsIn };

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(() => school.drop());

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const asAdmin = <T>(verb: Parameters<ReturnType<TestSchool["as"]>>[0]) => school.as(admin)(verb) as Promise<T>;

function course(fields: Partial<CourseFields> = {}) {
  const input = CourseFields.parse({ title: "Bookbinding", summary: "At the bench.", ...fields });
  return school.as(admin)((ctx) => createCourse(ctx, input));
}

function cohortOf(courseId: string, fields: object = {}) {
  const input = CohortFields.parse({
    name: "Winter evenings",
    timezone: "Europe/Zurich",
    priceMinor: 48_000,
    currency: "CHF",
    ...fields,
  });
  return school.as(admin)((ctx) => createCohort(ctx, { courseId, ...input }));
}

async function published(fields: Partial<CourseFields> = {}) {
  const { id } = await course(fields);
  return school.as(admin)((ctx) => publishCourse(ctx, { courseId: id }));
}

const version = () => getCatalogueVersion(school.database.read);
const page = (slug: string, actor = school.reading(visitor)) => getCoursePage(actor, slug);
const audits = async (id: string) =>
  (
    await school.database.read
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(eq(auditLog.objectId, id))
      .orderBy(asc(auditLog.seq))
  ).map(({ action }) => action);

test("a new course is a draft with an address from its title, its history and its audit", async () => {
  const made = await course({ title: "Éclairs & Crème brûlée für Anfänger" });
  expect(made).toMatchObject({ slug: "eclairs-creme-brulee-fur-anfanger", state: "draft", publishedAt: null });
  expect(await audits(made.id)).toEqual(["course.create"]);
  const history = await school.database.read.select().from(stateChanges).where(eq(stateChanges.objectId, made.id));
  expect(history).toMatchObject([{ fromState: null, toState: "draft", actorId: admin.id }]);
  expect(await page(made.slug)).toBeUndefined();
  expect(await page(made.slug, school.reading(admin))).toMatchObject({ title: made.title, state: "draft" });
});

test("courses of one title get addresses of their own, also without a Latin letter, and never a page's", async () => {
  const slugs = [];
  for (const title of ["Piano", "Piano!", "pianö", "خط", "漢字", "Find", "Page"])
    slugs.push((await course({ title })).slug);
  expect(slugs).toEqual(["piano", "piano-2", "piano-3", "course", "course-2", "find-2", "page-2"]);
});

test("only admins make courses; a student is told that they may not, a visitor to sign in", async () => {
  const input = CourseFields.parse({ title: "Mine" });
  const student = await school.person("student");
  await expect(school.as(student)((ctx) => createCourse(ctx, input))).rejects.toEqual(refusal("forbidden"));
  await expect(school.as(visitor)((ctx) => createCourse(ctx, input))).rejects.toEqual(refusal("not_signed_in"));
});

test("a course goes draft, published, archived and back, and each move makes kept pages stale", async () => {
  const { id, slug } = await course();
  const seen = [await version()];
  const moved = async (verb: typeof publishCourse) => {
    const { state } = await school.as(admin)((ctx) => verb(ctx, { courseId: id }));
    seen.push(await version());
    return state;
  };
  expect(await moved(publishCourse)).toBe("published");
  expect(await page(slug)).toMatchObject({ title: "Bookbinding" });
  expect(await moved(archiveCourse)).toBe("archived");
  expect(await page(slug)).toBeUndefined();
  expect(await moved(unpublishCourse)).toBe("draft");
  expect(new Set(seen).size).toBe(4);
  await expect(moved(unpublishCourse)).rejects.toEqual(refusal("wrong_state"));
});

test("a draft in which nobody ever had anything is deleted with all that belongs to it, and its address is free again", async () => {
  const { id, slug } = await course({ title: "A mistake" });
  const made = await cohortOf(id);
  const hour = { startsAt: "2026-02-05T18:00:00Z", endsAt: "2026-02-05T20:00:00Z" };
  await school.as(admin)((ctx) => addMeeting(ctx, { cohortId: made.id, ...MeetingFields.parse(hour) }));
  const notes = MaterialFields.parse({ kind: "text", title: "Notes", body: "None" });
  await school.as(admin)((ctx) => addMaterial(ctx, { courseId: id, ...notes }));
  const before = await version();
  const teacher = await school.person("instructor");
  await expect(school.as(teacher)((ctx) => deleteCourse(ctx, { courseId: id }))).rejects.toEqual(refusal("forbidden"));
  await asAdmin((ctx) => deleteCourse(ctx, { courseId: id }));
  await expect(asAdmin((ctx) => deleteCourse(ctx, { courseId: id }))).rejects.toEqual(refusal("not_found"));
  expect(await version()).toBeGreaterThan(before);
  const left = await school.database.read.select().from(cohorts).where(eq(cohorts.courseId, id));
  expect(left).toEqual([]);
  expect((await course({ title: "A mistake" })).slug).toBe(slug);
});

test("a course that is published, or in which somebody has or had anything, is not deleted", async () => {
  const live = await published();
  const remove = (courseId: string) => asAdmin((ctx) => deleteCourse(ctx, { courseId }));
  await expect(remove(live.id)).rejects.toEqual(refusal("course_not_draft"));
  const student = await school.person("student");
  const { id: cohortId } = await cohortOf(live.id, { priceMinor: 0 });
  const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  await asAdmin((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "a mistake" }));
  await asAdmin((ctx) => unpublishCourse(ctx, { courseId: live.id }));
  await expect(remove(live.id)).rejects.toEqual(refusal("course_in_use"));
});

test("a course without a summary is not published, and a published one keeps its summary", async () => {
  const { id } = await course({ summary: "" });
  await expect(asAdmin((ctx) => publishCourse(ctx, { courseId: id }))).rejects.toEqual(refusal("course_not_ready"));
  const live = await published();
  await expect(asAdmin((ctx) => editCourse(ctx, { courseId: live.id, summary: "" }))).rejects.toEqual(
    refusal("course_not_ready"),
  );
});

test("an edit changes what is sent, is audited with before and after, and does nothing the second time", async () => {
  const { id } = await published({ title: "Weaving" });
  const edit = () => school.as(admin)((ctx) => editCourse(ctx, { courseId: id, title: "Weaving on a loom" }));
  expect(await edit()).toMatchObject({ title: "Weaving on a loom", slug: "weaving", summary: "At the bench." });
  const at = await version();
  await edit();
  expect(await version()).toBe(at);
  const [entry] = await school.database.read
    .select({ before: auditLog.before, after: auditLog.after })
    .from(auditLog)
    .where(and(eq(auditLog.objectId, id), eq(auditLog.action, "course.edit")));
  expect(entry).toEqual({ before: { title: "Weaving" }, after: { title: "Weaving on a loom" } });
  const [row] = await school.database.read.select().from(courseSearch).where(eq(courseSearch.courseId, id));
  expect(row?.title).toBe("weaving on a loom");
});

test("an address that another course or a page has is refused", async () => {
  await course({ title: "Taken address" });
  const { id } = await course({ title: "Other" });
  for (const slug of ["taken-address", "find"]) {
    await expect(asAdmin((ctx) => editCourse(ctx, { courseId: id, slug }))).rejects.toEqual(refusal("slug_taken"));
  }
});

test("a course's picture is a public image, nothing private and nothing else", async () => {
  const { id } = await course();
  const file = async (mediaType: string, isPublic: boolean) => {
    const fileId = createId("file");
    const row = { id: fileId, sha256: fileId, name: "a", mediaType, sizeBytes: 1, isPublic, createdAt: school.clock() };
    await school.database.write((tx) =>
      tx
        .insert(files)
        .values(row)
        .then(() => undefined),
    );
    return fileId;
  };
  for (const wrong of [await file("image/png", false), await file("application/pdf", true), createId("file")]) {
    await expect(asAdmin((ctx) => editCourse(ctx, { courseId: id, imageFileId: wrong }))).rejects.toEqual(
      refusal("file_type_refused"),
    );
  }
  const imageFileId = await file("image/png", true);
  expect(await asAdmin((ctx) => editCourse(ctx, { courseId: id, imageFileId }))).toMatchObject({ imageFileId });
});

test("a teacher edits the course they teach and finds no other", async () => {
  const teacher = await school.person("instructor");
  const mine = await course({ title: "Mine to teach" });
  const other = await course({ title: "Not mine" });
  const staff = [{ userId: teacher.id, about: "Conservator" }];
  await asAdmin((ctx) => setCourseStaff(ctx, { courseId: mine.id, staff }));
  const edit = (courseId: string) => school.as(teacher)((ctx) => editCourse(ctx, { courseId, summary: "New." }));
  expect(await edit(mine.id)).toMatchObject({ summary: "New." });
  await expect(edit(other.id)).rejects.toEqual(refusal("not_found"));
  await expect(edit(createId("course"))).rejects.toEqual(refusal("not_found"));
  await asAdmin((ctx) => publishCourse(ctx, { courseId: mine.id }));
  const [person] = await school.database.read.select().from(users).where(eq(users.id, teacher.id));
  expect((await page(mine.slug))?.teachers).toEqual([{ name: person?.name, about: "Conservator" }]);
});

test("somebody who does not exist, or is named twice, does not teach", async () => {
  const { id } = await course();
  const teacher = await school.person("instructor");
  const twice = [teacher, teacher].map(({ id: userId }) => ({ userId, about: "" }));
  await expect(asAdmin((ctx) => setCourseStaff(ctx, { courseId: id, staff: twice }))).rejects.toEqual(
    refusal("invalid_input"),
  );
  const nobody = [{ userId: createId("user"), about: "" }];
  await expect(asAdmin((ctx) => setCourseStaff(ctx, { courseId: id, staff: nobody }))).rejects.toEqual(
    refusal("not_found"),
  );
});

test("a capacity never falls below the seats that are held and taken", async () => {
  const { id } = await published();
  const cohort = await cohortOf(id, { capacity: 10, priceMinor: 0 });
  for (let each = 0; each < 3; each++) {
    const student = await school.person("student");
    await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
  }
  const resize = (capacity: number | null) => asAdmin((ctx) => editCohort(ctx, { cohortId: cohort.id, capacity }));
  await expect(resize(2)).rejects.toEqual(refusal("seats_below_taken"));
  expect(await resize(3)).toMatchObject({ capacity: 3, taken: 3 });
  expect(await resize(null)).toMatchObject({ capacity: null, taken: 3 });
});

test("dates that run backwards are refused, also when only one of them is sent", async () => {
  const { id } = await course();
  const cohort = await cohortOf(id, { startsAt: "2026-02-01T10:00:00Z", endsAt: "2026-03-01T10:00:00Z" });
  await expect(
    asAdmin((ctx) => editCohort(ctx, { cohortId: cohort.id, endsAt: new Date("2026-01-01T10:00:00Z") })),
  ).rejects.toEqual(refusal("invalid_input"));
});

test("a cohort is cancelled only while nobody has a place in it, and stays cancelled", async () => {
  const { id, slug } = await published({ title: "Cancelled one" });
  const empty = await cohortOf(id, { name: "Empty" });
  const used = await cohortOf(id, { name: "Used", priceMinor: 0 });
  const student = await school.person("student");
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: used.id, studentId: student.id }));
  const cancel = (cohortId: string) => asAdmin((ctx) => cancelCohort(ctx, { cohortId, why: "ill" }));
  await expect(cancel(used.id)).rejects.toEqual(refusal("cohort_in_use"));
  expect(await cancel(empty.id)).toMatchObject({ state: "cancelled" });
  await expect(cancel(empty.id)).rejects.toEqual(refusal("wrong_state"));
  await expect(asAdmin((ctx) => editCohort(ctx, { cohortId: empty.id, name: "Back" }))).rejects.toEqual(
    refusal("wrong_state"),
  );
  expect((await page(slug))?.cohorts.map(({ name }) => name)).toEqual(["Used"]);
});

test("a cohort that is cancelled ends its waiting list and its offers, and tells each person once", async () => {
  const { id } = await published({ title: "Waited for" });
  const cohort = await cohortOf(id, { priceMinor: 0, capacity: 1 });
  const [holder, first, second] = await Promise.all([1, 2, 3].map(() => school.person("student")));
  if (!holder || !first || !second) throw new Error("nobody came");
  const place = await school.as(holder)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: holder.id }));
  for (const who of [first, second]) {
    await school.as(who)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: who.id }));
    school.clock.forward(1_000);
  }
  const cancel = () => asAdmin((ctx) => cancelCohort(ctx, { cohortId: cohort.id, why: "The teacher is ill." }));
  const { read } = school.database;
  const queue = async () => {
    const rows = await read
      .select()
      .from(waitingList)
      .where(eq(waitingList.cohortId, cohort.id))
      .orderBy(waitingList.since);
    return rows.map(({ state }) => state);
  };
  await expect(cancel()).rejects.toEqual(refusal("cohort_in_use"));
  expect(await queue()).toEqual(["waiting", "waiting"]);
  await asAdmin((ctx) => cancelEnrolment(ctx, { enrolmentId: place.enrolment.id, why: "asked" }));
  expect(await queue()).toEqual(["offered", "waiting"]);
  expect(await cancel()).toMatchObject({ state: "cancelled", held: 0, taken: 0 });
  expect(await queue()).toEqual(["lapsed", "left"]);
  const held = and(eq(holds.cohortId, cohort.id), eq(holds.state, "held"));
  expect(await read.$count(holds, held)).toBe(0);
  const mails = await read.select().from(outbox).where(eq(outbox.kind, "waiting_ended"));
  expect(mails.map(({ recipient }) => recipient).sort()).toEqual([first.email, second.email].sort());
  const said = async ({ email }: { email: string }) => {
    const [mail] = mails.filter(({ recipient }) => recipient === email);
    return mail && (await composeMail(read, mail, MAIL_PLACE))?.text.replace(/\s+/g, " ");
  };
  expect(await said(first)).toMatch(/the seat that was offered to you .*> The teacher is ill\./);
  expect(await said(second)).toMatch(/no longer on its waiting list\. > The teacher is ill\./);
});

test("the page says how each offering stands, and the live figures agree", async () => {
  const { id, slug } = await published({ title: "Stands" });
  await cohortOf(id, { name: "a few", capacity: 5 });
  await cohortOf(id, { name: "full", capacity: 0 });
  await cohortOf(id, { name: "later", opensAt: "2026-06-01T00:00:00Z" });
  await cohortOf(id, { name: "no limit" });
  await cohortOf(id, { name: "over", startsAt: "2025-01-01T00:00:00Z", endsAt: "2025-02-01T00:00:00Z" });
  await cohortOf(id, { name: "shut", closesAt: "2026-01-01T00:00:00Z" });
  const shown = (await page(slug))?.cohorts.map(({ name, state, seatsLeft }) => [name, state, seatsLeft]);
  expect(shown).toEqual([
    ["a few", "few", 5],
    ["full", "full", 0],
    ["later", "not_yet", null],
    ["no limit", "open", null],
    ["shut", "closed", null],
    ["over", "finished", null],
  ]);
  const live = await getLiveSeats(school.reading(visitor), id);
  expect(live.map(({ state }) => state).sort()).toEqual(["closed", "few", "finished", "full", "not_yet", "open"]);
  await asAdmin((ctx) => unpublishCourse(ctx, { courseId: id }));
  expect(await getLiveSeats(school.reading(visitor), id)).toEqual([]);
});

test("a timetable that is drawn up again keeps the meetings that stay", async () => {
  const { id } = await course();
  const cohort = await cohortOf(id);
  const meeting = (day: string, title: string) =>
    MeetingFields.parse({ title, startsAt: `2026-02-${day}T18:00:00Z`, endsAt: `2026-02-${day}T20:00:00Z` });
  const put = (...meetings: MeetingFields[]) =>
    school.as(admin)((ctx) => replaceMeetings(ctx, { cohortId: cohort.id, meetings }));
  const [one, two] = await put(meeting("05", "Paper"), meeting("12", "Sewing"));
  const again = await put(meeting("12", "Sewing"), meeting("19", "Boards"));
  expect(again[0]?.id).toBe(two?.id);
  expect(again.map((each) => each.id)).not.toContain(one?.id);
  const at = await version();
  await put(meeting("12", "Sewing"), meeting("19", "Boards"));
  expect(await version()).toBe(at);
});

test("a meeting is added, moved under its own id, and removed", async () => {
  const { id, slug } = await published({ title: "Met" });
  const cohort = await cohortOf(id);
  const fields = MeetingFields.parse({ startsAt: "2026-02-05T18:00:00Z", endsAt: "2026-02-05T20:00:00Z" });
  const added = await school.as(admin)((ctx) => addMeeting(ctx, { cohortId: cohort.id, ...fields }));
  const moved = await school.as(admin)((ctx) => editMeeting(ctx, { meetingId: added.id, ...fields, place: "Room 2" }));
  expect(moved).toMatchObject({ id: added.id, place: "Room 2" });
  expect((await page(slug))?.cohorts[0]?.meetings).toMatchObject([{ place: "Room 2" }]);
  await asAdmin((ctx) => removeMeeting(ctx, { meetingId: added.id }));
  expect((await page(slug))?.cohorts[0]?.meetingsTotal).toBe(0);
  await expect(asAdmin((ctx) => removeMeeting(ctx, { meetingId: added.id }))).rejects.toEqual(refusal("not_found"));
});

test("materials stand in the order they are put in; the page names them and gives away nothing else", async () => {
  const { id, slug } = await published({ title: "Material world" });
  const add = (fields: object) =>
    school.as(admin)((ctx) => addMaterial(ctx, { courseId: id, ...MaterialFields.parse(fields) }));
  const text = await add({ kind: "text", title: "Glossary", body: "secret body", url: "https://dropped.example" });
  const link = await add({ kind: "link", title: "Thread", url: "https://example.org/secret" });
  expect(text).toMatchObject({ url: "", position: 1 });
  await asAdmin((ctx) => reorderMaterials(ctx, { courseId: id, materialIds: [link.id, text.id] }));
  const shown = await page(slug);
  expect(shown?.materials).toEqual([
    { title: "Thread", kind: "link", previewId: null },
    { title: "Glossary", kind: "text", previewId: null },
  ]);
  expect(JSON.stringify(shown)).not.toContain("secret");
  await expect(asAdmin((ctx) => reorderMaterials(ctx, { courseId: id, materialIds: [link.id] }))).rejects.toEqual(
    refusal("wrong_state"),
  );
  const changed = MaterialFields.parse({ kind: "text", title: "Words", body: "b" });
  await asAdmin((ctx) => editMaterial(ctx, { materialId: text.id, ...changed }));
  await asAdmin((ctx) => removeMaterial(ctx, { materialId: link.id }));
  expect((await page(slug))?.materials).toEqual([{ title: "Words", kind: "text", previewId: null }]);
  const entries = await school.database.read
    .select({ after: auditLog.after })
    .from(auditLog)
    .where(and(eq(auditLog.objectId, id), eq(auditLog.action, "material.edit")));
  expect(JSON.stringify(entries)).not.toContain("secret body");
});

test("a refused verb leaves nothing behind", async () => {
  const before = await school.database.read.select({ n: count() }).from(cohorts);
  const input = CohortFields.parse({ name: "Nowhere", timezone: "UTC", priceMinor: 0, currency: "EUR" });
  await expect(asAdmin((ctx) => createCohort(ctx, { courseId: createId("course"), ...input }))).rejects.toEqual(
    refusal("not_found"),
  );
  expect(await school.database.read.select({ n: count() }).from(cohorts)).toEqual(before);
});
