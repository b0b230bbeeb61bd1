import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createId } from "../kernel/ids.ts";
import { addMaterial } from "./add-material.ts";
import { addMeeting } from "./add-meeting.ts";
import { createCohort } from "./create-cohort.ts";
import { createCourse } from "./create-course.ts";
import {
  listCohortChoices,
  listCohortOptions,
  type CourseRow,
  listCourseChoices,
  streamCourses,
  listCourses,
  listSubjectChoices,
} from "./list-courses.ts";
import { getCohortOffice, listCohorts, getCourseOffice, listMaterials } from "./get-course-office.ts";
import { publishCourse } from "./publish-course.ts";
import { CohortFields, CourseFields } from "./inputs.ts";
import { MaterialFields } from "./material-inputs.ts";
import { setCourseStaff } from "./set-course-staff.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const BY_TITLE = { sort: "title", direction: "asc", page: 1 } as const;

async function office() {
  const admin = await school.person("admin");
  return { admin, read: school.reading(admin), as: school.as(admin) };
}

const course = (title: string, more: Partial<CourseFields> = {}) =>
  CourseFields.parse({ title, summary: "A sentence.", ...more });
const cohort = (name: string, capacity: number | null) =>
  CohortFields.parse({ name, timezone: "Europe/Zurich", capacity, priceMinor: 0, currency: "CHF" });

test("lists drafts and archived courses too, narrowed by state, subject and words, with the seats of what is not over", async () => {
  const { read, as } = await office();
  const draft = await as((ctx) => createCourse(ctx, course("Éclairs at home", { subject: "Food" })));
  const open = await as((ctx) => createCourse(ctx, course("Harmony", { subject: "Music" })));
  await as((ctx) => publishCourse(ctx, { courseId: open.id }));
  await as((ctx) => createCohort(ctx, { courseId: open.id, ...cohort("Winter", 8) }));
  await as((ctx) => createCohort(ctx, { courseId: open.id, ...cohort("Spring", 4) }));
  const found = async (filters: Parameters<typeof listCourses>[1]) =>
    (await listCourses(read, filters, BY_TITLE)).items.map(({ id }) => id);
  expect(await found({ q: "eclair" })).toEqual([draft.id]);
  expect(await found({ state: "draft", subject: "Food" })).toEqual([draft.id]);
  expect(await found({ state: "published", subject: "Food" })).toEqual([]);
  const { items } = await listCourses(read, { q: "harmony" }, BY_TITLE);
  expect(items).toMatchObject([{ cohorts: 2, seatsTaken: 0, capacity: 12 }]);
  await as((ctx) => createCohort(ctx, { courseId: open.id, ...cohort("For good", null) }));
  expect((await listCourses(read, { q: "harmony" }, BY_TITLE)).items).toMatchObject([{ cohorts: 3, capacity: null }]);
  expect((await listSubjectChoices(read)).map(({ value }) => value)).toEqual(["Food", "Music"]);
  expect((await listCourseChoices(read)).map(({ value }) => value)).toEqual([open.id]);
  expect((await listCourseChoices(read, draft.id)).map(({ value }) => value)).toEqual([draft.id, open.id]);
  expect((await listCohortChoices(read, open.id)).map(({ label }) => label).sort()).toEqual([
    "For good",
    "Spring",
    "Winter",
  ]);
  const seats = (await listCohortOptions(read, open.id)).map(({ name, capacity, taken }) => [name, capacity, taken]);
  expect(seats.sort()).toEqual([
    ["For good", null, 0],
    ["Spring", 4, 0],
    ["Winter", 8, 0],
  ]);
});

test.each(["title", "subject", "created"] as const)("an export by %s holds every course once", async (sort) => {
  const { read, as } = await office();
  await as((ctx) => createCourse(ctx, course("The same")));
  const rows: CourseRow[] = [];
  for await (const batch of streamCourses(read, {}, { sort, direction: "desc" })) rows.push(...batch);
  const list = await listCourses(read, {}, { sort, direction: "desc", page: 1 });
  expect(rows.map(({ id }) => id)).toEqual(list.items.map(({ id }) => id));
});

test("who only teaches sees and edits their own course and no other; the office sees all", async () => {
  const { as } = await office();
  const teacher = await school.person("instructor");
  const own = await as((ctx) => createCourse(ctx, course("Taught")));
  const other = await as((ctx) => createCourse(ctx, course("Not taught")));
  await as((ctx) => setCourseStaff(ctx, { courseId: own.id, staff: [{ userId: teacher.id, about: "Binds books." }] }));
  const read = school.reading(teacher);
  expect((await listCourses(read, {}, BY_TITLE)).items.map(({ id }) => id)).toEqual([own.id]);
  expect((await getCourseOffice(read, own.id))?.may).toEqual({
    edit: true,
    publish: false,
    cohorts: false,
    materials: true,
    staff: false,
  });
  expect(await getCourseOffice(read, other.id)).toBeUndefined();
  const finance = await getCourseOffice(school.reading(await school.person("finance")), other.id);
  expect(finance?.may).toMatchObject({ edit: false, publish: false });
});

test("a course shows who teaches, its cohorts with who waits and meets, its materials in order, and its history", async () => {
  const { read, as } = await office();
  const teacher = await school.person("instructor");
  const { id: courseId } = await as((ctx) => createCourse(ctx, course("Bookbinding")));
  await as((ctx) => setCourseStaff(ctx, { courseId, staff: [{ userId: teacher.id, about: "Binds books." }] }));
  const winter = await as((ctx) => createCohort(ctx, { courseId, ...cohort("Winter", 8) }));
  await as((ctx) =>
    addMeeting(ctx, {
      cohortId: winter.id,
      title: "Folding",
      note: "",
      place: "",
      link: "",
      startsAt: new Date("2026-02-05T18:00:00Z"),
      endsAt: new Date("2026-02-05T20:00:00Z"),
    }),
  );
  for (const title of ["First", "Second"]) {
    const fields = MaterialFields.parse({ kind: "text", title, body: "Read." });
    await as((ctx) => addMaterial(ctx, { courseId, ...fields }));
  }
  expect(await getCourseOffice(read, courseId)).toMatchObject({
    teachers: [{ userId: teacher.id, about: "Binds books." }],
    counts: { cohorts: 1, materials: 2 },
    history: [{ from: null, to: "draft" }],
  });
  expect(await listCohorts(read, courseId)).toMatchObject([{ id: winter.id, waiting: 0, offered: 0, meetings: 1 }]);
  expect(await getCohortOffice(read, courseId, winter.id)).toMatchObject({ meetings: [{ title: "Folding" }] });
  expect((await listMaterials(read, courseId)).map(({ title }) => title)).toEqual(["First", "Second"]);
});

test("what does not exist, or belongs to another course, is nothing", async () => {
  const { read, as } = await office();
  const one = await as((ctx) => createCourse(ctx, course("One")));
  const two = await as((ctx) => createCourse(ctx, course("Two")));
  const winter = await as((ctx) => createCohort(ctx, { courseId: one.id, ...cohort("Winter", 8) }));
  expect(await getCohortOffice(read, two.id, winter.id)).toBeUndefined();
  expect(await getCourseOffice(read, createId("course"))).toBeUndefined();
  expect(await getCourseOffice(school.reading(await school.person("student")), one.id)).toBeUndefined();
});
