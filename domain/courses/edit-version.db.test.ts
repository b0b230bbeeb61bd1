import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { courses } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { message, type Message } from "#messages/message.ts";
import { changeSettings, SETTINGS } from "../settings/change-settings.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { addMaterial } from "./add-material.ts";
import { addMeeting } from "./add-meeting.ts";
import { getEditVersion } from "../kernel/edit-version.ts";
import { createCohort } from "./create-cohort.ts";
import { createCourse } from "./create-course.ts";
import { COHORT_PARTS, editCohort } from "./edit-cohort.ts";
import { COURSE_PARTS, editCourse } from "./edit-course.ts";
import { editMaterial, MATERIAL_PARTS } from "./edit-material.ts";
import { editMeeting, MEETING_PARTS } from "./edit-meeting.ts";
import { CohortFields, CourseFields, MeetingFields } from "./inputs.ts";
import { MaterialFields } from "./material-inputs.ts";
import { setCourseStaff, getStaffVersion } from "./set-course-staff.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(() => school.drop());

const write = <T>(verb: Parameters<ReturnType<TestSchool["as"]>>[0]) => school.as(admin)(verb) as Promise<T>;
const course = () =>
  school.as(admin)((ctx) => createCourse(ctx, CourseFields.parse({ title: "Rope", summary: "Six knots." })));
const cohort = (courseId: string) => {
  const fields = { name: "Winter", timezone: "Europe/Zurich", priceMinor: 48_000, currency: "CHF" };
  return school.as(admin)((ctx) => createCohort(ctx, { courseId, ...CohortFields.parse(fields) }));
};
/** What the second of two people is told beside which field. */
const meanwhile = (now: Record<string, Message>) =>
  expect.objectContaining({ name: "Refusal", code: "wrong_state", detail: expect.objectContaining({ fields: now }) });

test("who opened a course before another saved it is told, and loses nothing by saving again", async () => {
  const { id, ...shown } = await course();
  const seen = getEditVersion(shown, COURSE_PARTS);
  await write((ctx) => editCourse(ctx, { courseId: id, summary: "Twelve knots.", seen }));
  // The second form still holds the summary of before, beside its own new subject.
  const late = { courseId: id, summary: "Six knots.", subject: "Sea" };
  await expect(write((ctx) => editCourse(ctx, { ...late, seen }))).rejects.toEqual(
    meanwhile({
      summary: message("fields.value_now", { value: "Twelve knots." }),
      subject: message("fields.empty_now"),
    }),
  );
  const [now] = await school.database.read.select().from(courses).where(eq(courses.id, id));
  expect(now).toMatchObject({ summary: "Twelve knots.", subject: "" });
  const again = { ...late, seen: getEditVersion(now ?? {}, COURSE_PARTS) };
  expect(await write((ctx) => editCourse(ctx, again))).toMatchObject({ summary: "Six knots.", subject: "Sea" });
});

test("saving what somebody else has saved already changes nothing and is not refused", async () => {
  const { id, ...shown } = await course();
  const edit = { courseId: id, summary: "Twelve knots.", seen: getEditVersion(shown, COURSE_PARTS) };
  await write((ctx) => editCourse(ctx, edit));
  expect(await write((ctx) => editCourse(ctx, edit))).toMatchObject({ summary: "Twelve knots." });
});

test("a cohort's price is not put back by a form that was open for long", async () => {
  const shown = await cohort((await course()).id);
  const seen = getEditVersion(shown, COHORT_PARTS);
  await write((ctx) => editCohort(ctx, { cohortId: shown.id, priceMinor: 52_000, seen }));
  const late = { cohortId: shown.id, priceMinor: 48_000, name: "Winter evenings", seen };
  await expect(write((ctx) => editCohort(ctx, late))).rejects.toEqual(
    meanwhile({ price: message("fields.something_else_now"), name: message("fields.value_now", { value: "Winter" }) }),
  );
});

test("seats that are taken meanwhile are no edit of the cohort", () => {
  const shown = { name: "Winter", capacity: 10, held: 0, taken: 3 };
  expect(getEditVersion({ ...shown, held: 2, taken: 4 }, COHORT_PARTS)).toBe(getEditVersion(shown, COHORT_PARTS));
});

test("a material, a meeting, who teaches and the settings are guarded alike", async () => {
  const { id: courseId } = await course();
  const text = (body: string) => MaterialFields.parse({ kind: "text", title: "Knots", body });
  const material = await school.as(admin)((ctx) => addMaterial(ctx, { courseId, ...text("One.") }));
  const ofMaterial = { materialId: material.id, seen: getEditVersion(material, MATERIAL_PARTS) };
  await write((ctx) => editMaterial(ctx, { ...ofMaterial, ...text("Two.") }));
  await expect(write((ctx) => editMaterial(ctx, { ...ofMaterial, ...text("Three.") }))).rejects.toEqual(
    meanwhile({ body: message("fields.value_now", { value: "Two." }) }),
  );

  const hours = { startsAt: "2026-02-01T10:00:00Z", endsAt: "2026-02-01T12:00:00Z" };
  const hour = (place: string) => MeetingFields.parse({ ...hours, place });
  const { id: cohortId } = await cohort(courseId);
  const meeting = await school.as(admin)((ctx) => addMeeting(ctx, { cohortId, ...hour("Harbour") }));
  const ofMeeting = { meetingId: meeting.id, seen: getEditVersion(meeting, MEETING_PARTS) };
  await write((ctx) => editMeeting(ctx, { ...ofMeeting, ...hour("Loft") }));
  await expect(write((ctx) => editMeeting(ctx, { ...ofMeeting, ...hour("Quay") }))).rejects.toEqual(
    meanwhile({ place: message("fields.value_now", { value: "Loft" }) }),
  );

  const [one, other] = [await school.person("instructor"), await school.person("instructor")];
  const teach = (userId: string, seen = getStaffVersion([])) =>
    write((ctx) => setCourseStaff(ctx, { courseId, staff: [{ userId, about: "" }], seen }));
  await teach(one.id);
  await expect(teach(other.id)).rejects.toEqual(expect.objectContaining({ code: "wrong_state" }));
  await teach(other.id, getStaffVersion([{ userId: one.id, about: "" }]));

  const seen = getEditVersion(await getSchoolSettings(school.database.read), SETTINGS);
  await write((ctx) => changeSettings(ctx, { motto: "By the sea", seen }));
  await expect(write((ctx) => changeSettings(ctx, { motto: "", name: "Rope School", seen }))).rejects.toEqual(
    meanwhile({
      motto: message("fields.value_now", { value: "By the sea" }),
      name: message("fields.value_now", { value: "Your school" }),
    }),
  );
});
