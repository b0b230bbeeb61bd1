import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, cancelledMeetings, meetings } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { HOUR_MS, addMs } from "../kernel/clock.ts";
import { getCatalogueVersion } from "../kernel/catalogue-version.ts";
import { addMeeting } from "./add-meeting.ts";
import { editMeeting } from "./edit-meeting.ts";
import { removeMeeting } from "./remove-meeting.ts";
import { replaceMeetings } from "./replace-meetings.ts";
import { MeetingTranslation, translateMeeting } from "./translate-meeting.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school?.drop());

const german = { language: "de", title: "Heften", note: "Bringen Sie Wachs mit.", place: "Raum 2" };
const DE = { title: german.title, note: german.note, place: german.place };

async function translated() {
  const { id: cohortId } = await school.cohort();
  const admin = await school.person("admin");
  const startsAt = new Date("2030-01-07T18:00:00Z");
  const written = { title: "Sewing", note: "Bring wax.", place: "Room 2", link: "" };
  const fields = { ...written, startsAt, endsAt: addMs(startsAt, HOUR_MS) };
  const { id: meetingId } = await school.as(admin)((ctx) => addMeeting(ctx, { cohortId, ...fields }));
  const give = (texts: Omit<MeetingTranslation, "meetingId">) =>
    school.as(admin)((ctx) => translateMeeting(ctx, { meetingId, ...texts }));
  await give(german);
  return { cohortId, meetingId, admin, fields, give };
}

const rowOf = async (id: string) => (await school.database.read.select().from(meetings).where(eq(meetings.id, id)))[0];

test("calendars take a meeting's new texts for newer, and what changes nothing leaves it, its pages and the audit as they are", async () => {
  const { cohortId, meetingId, give } = await translated();
  expect(await rowOf(meetingId)).toMatchObject({ translations: { de: DE }, sequence: 1, changedAt: school.clock() });
  const last = async () =>
    school.database.read
      .select({ seq: auditLog.seq, after: auditLog.after })
      .from(auditLog)
      .where(eq(auditLog.objectId, cohortId))
      .orderBy(desc(auditLog.seq))
      .limit(1);
  const kept = [await last(), await getCatalogueVersion(school.database.read)];
  expect(kept[0]).toMatchObject([{ after: { meeting: { de: DE } } }]);
  await give({ ...german, title: german.title });
  expect([await last(), await getCatalogueVersion(school.database.read)]).toEqual(kept);
  expect(await rowOf(meetingId)).toMatchObject({ sequence: 1 });
});

test("an edit keeps what was given in other languages", async () => {
  const { meetingId, admin, fields } = await translated();
  await school.as(admin)((ctx) => editMeeting(ctx, { meetingId, ...fields, place: "Room 3" }));
  expect(await rowOf(meetingId)).toMatchObject({ place: "Room 3", translations: { de: DE } });
});

test("a timetable that is written again keeps what it did not change, and no words for what it did", async () => {
  const { cohortId, meetingId, admin, fields } = await translated();
  const replace = (changed: object) =>
    school.as(admin)((ctx) => replaceMeetings(ctx, { cohortId, meetings: [{ ...fields, ...changed }] }));
  await replace({});
  expect(await rowOf(meetingId)).toMatchObject({ sequence: 1, translations: { de: DE } });
  await replace({ endsAt: addMs(fields.startsAt, 2 * HOUR_MS) });
  expect(await rowOf(meetingId)).toMatchObject({ sequence: 2, translations: { de: DE } });
  await replace({ endsAt: addMs(fields.startsAt, 2 * HOUR_MS), title: "Binding", note: "" });
  expect(await rowOf(meetingId)).toMatchObject({ title: "Binding", translations: { de: { place: german.place } } });
  await replace({ endsAt: addMs(fields.startsAt, 2 * HOUR_MS), title: "Binding", note: "", place: "" });
  expect(await rowOf(meetingId)).toMatchObject({ translations: null });
});

test("meetings that say the same get the same when that is asked for, and one that says it already stays as it is", async () => {
  const { cohortId, meetingId, admin, fields, give } = await translated();
  const add = async (changed: object) =>
    (await school.as(admin)((ctx) => addMeeting(ctx, { cohortId, ...fields, ...changed }))).id;
  const [alike, other] = [await add({}), await add({ title: "Binding" })];
  const elsewhere = await translated();
  const sequences = async () => [(await rowOf(meetingId))?.sequence, (await rowOf(alike))?.sequence];
  await give({ ...german, withAlike: true });
  expect(await sequences()).toEqual([1, 1]);
  await give({ language: "de", title: "Auf Bänder heften" });
  expect(await rowOf(alike)).toMatchObject({ translations: { de: DE } });
  await give({ language: "de", title: "Auf Bänder heften", withAlike: true });
  expect(await rowOf(alike)).toMatchObject({ translations: { de: { title: "Auf Bänder heften" } } });
  expect(await sequences()).toEqual([2, 2]);
  expect(await rowOf(other)).toMatchObject({ translations: null });
  expect(await rowOf(elsewhere.meetingId)).toMatchObject({ translations: { de: DE } });
});

test("a meeting that is taken out keeps its name in every language for the calendars that are told", async () => {
  const { meetingId, admin } = await translated();
  await school.as(admin)((ctx) => removeMeeting(ctx, { meetingId }));
  const [gone] = await school.database.read.select().from(cancelledMeetings).where(eq(cancelledMeetings.id, meetingId));
  expect(gone).toMatchObject({ title: "Sewing", translations: { de: { title: german.title, place: german.place } } });
});

test("a note has its lines and its length, a title one line", () => {
  const read = (fields: object) => MeetingTranslation.safeParse({ language: "de", ...fields });
  expect(read({ title: "a\nb", note: "a\nb" }).data).toMatchObject({ title: "a b", note: "a\nb" });
  expect([read({ note: "a".repeat(2_000) }).success, read({ note: "a".repeat(2_001) }).success]).toEqual([true, false]);
});

test("a meeting that is gone has no other language, and who teaches does not name it", async () => {
  const { meetingId, admin } = await translated();
  const teacher = await school.person("instructor");
  const given = { meetingId, ...german };
  await expect(school.as(teacher)((ctx) => translateMeeting(ctx, given))).rejects.toMatchObject({ code: "forbidden" });
  await school.as(admin)((ctx) => removeMeeting(ctx, { meetingId }));
  await expect(school.as(admin)((ctx) => translateMeeting(ctx, given))).rejects.toMatchObject({ code: "not_found" });
});

test("a meeting is not translated into the language in which its course is written", async () => {
  const { give } = await translated();
  await expect(give({ language: "en", title: "Another" })).rejects.toMatchObject({
    detail: { fields: { language: { key: "fields.language_of_course" } } },
  });
});
