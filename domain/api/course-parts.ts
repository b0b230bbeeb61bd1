import { asc, eq } from "drizzle-orm";
import { cohorts, courseStaff, files, materials, materialSections, meetings, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { decodeMessage, type Message, message } from "#messages/message.ts";
import { assertCanEdit } from "../courses/assert-can-edit.ts";
import { MeetingFields, MEETINGS_MAX } from "../courses/inputs.ts";
import { MaterialFields, MATERIALS_MAX } from "../courses/material-inputs.ts";
import { listMeetingWarnings } from "../courses/list-meeting-warnings.ts";
import type { Cohort } from "../courses/machine.ts";
import { loadSection, type MaterialSection as Section } from "../courses/load-course.ts";
import { IN_COURSE_ORDER, isSectionOfMaterial, SECTION_ORDER } from "../courses/material-order.ts";
import { explainIssue } from "../kernel/explain-issue.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getCourse } from "./courses.ts";
import type { Meeting } from "../courses/sync-meetings.ts";
import type {
  MaterialSectionView,
  MaterialView,
  MeetingView,
  SavedMeetingView,
  TeacherView,
  WholeMaterialView,
} from "./shapes.ts";

/** Lets those through who run a course or teach it; to everybody else it is not there. */
async function assertRuns(ctx: ReadCtx, courseId: string | undefined): Promise<void> {
  const staff = courseId === undefined ? [] : await teachersOf(ctx.read, courseId);
  authorize(ctx, "course.read_hidden", { teacherIds: staff.map(({ userId }) => userId) });
  if (courseId === undefined) throw new Refusal("not_found");
}

async function teachersOf(from: Reader | Tx, courseId: string): Promise<TeacherView[]> {
  return from
    .select({ userId: users.id, name: users.name, about: courseStaff.about })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .where(eq(courseStaff.courseId, courseId))
    .orderBy(asc(courseStaff.position), asc(courseStaff.userId));
}

/** Who teaches a course that the actor may see. */
export async function listTeachers(ctx: ReadCtx, courseId: string): Promise<{ items: TeacherView[] } | undefined> {
  const course = await getCourse(ctx, courseId);
  return course && { items: await teachersOf(ctx.read, course.id) };
}

/** As they stand after a verb, which has let the actor through. */
export async function loadTeacherViews(ctx: TxCtx, courseId: string): Promise<{ items: TeacherView[] }> {
  return { items: await teachersOf(ctx.tx, courseId) };
}

type MaterialRow = { material: typeof materials.$inferSelect; file: typeof files.$inferSelect | null };

function materialView({ material, file }: MaterialRow): MaterialView {
  const { id, courseId, kind, title, url, createdAt, updatedAt } = material;
  const { sectionId, publishOn, publishAfterDays, isPreview } = material;
  return {
    ...{ id, courseId, kind, title, url },
    file: file && { fileId: file.id, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes },
    ...{ sectionId, publishOn, publishAfterDays, isPreview, createdAt, updatedAt },
  };
}

const wholeMaterialView = (row: MaterialRow): WholeMaterialView => ({ ...materialView(row), body: row.material.body });

async function materialsOf(from: Reader | Tx, courseId: string): Promise<{ items: MaterialView[] }> {
  const rows = await from
    .select({ material: materials, file: files })
    .from(materials)
    .leftJoin(files, eq(files.id, materials.fileId))
    .leftJoin(materialSections, isSectionOfMaterial)
    .where(eq(materials.courseId, courseId))
    .orderBy(...IN_COURSE_ORDER)
    .limit(MATERIALS_MAX);
  return { items: rows.map(materialView) };
}

async function materialRow(from: Reader | Tx, id: string): Promise<MaterialRow | undefined> {
  const [row] = await from
    .select({ material: materials, file: files })
    .from(materials)
    .leftJoin(files, eq(files.id, materials.fileId))
    .where(eq(materials.id, id));
  return row;
}

/** A course's materials without their texts, for those who run it. */
export async function listMaterials(ctx: ReadCtx, courseId: string): Promise<{ items: MaterialView[] } | undefined> {
  await assertRuns(ctx, courseId);
  const course = await getCourse(ctx, courseId);
  return course && materialsOf(ctx.read, course.id);
}

export async function getMaterial(ctx: ReadCtx, id: string): Promise<WholeMaterialView | undefined> {
  const row = await materialRow(ctx.read, id);
  await assertRuns(ctx, row?.material.courseId);
  return row && wholeMaterialView(row);
}

/** Asked before a file is kept that a material shall become. */
export async function assertCanEditMaterial(ctx: ReadCtx, { id }: { id: string }): Promise<void> {
  const row = await materialRow(ctx.read, id);
  if (!row) throw new Refusal("not_found");
  await assertCanEdit(ctx, "material.edit", row.material.courseId);
}

/** As they stand after a verb, which has let the actor through. */
export const loadMaterialViews = (ctx: TxCtx, courseId: string) => materialsOf(ctx.tx, courseId);

/** As it stands inside a write, before a verb asks who may change it or after it. */
export async function loadMaterialView(ctx: TxCtx, id: string): Promise<WholeMaterialView> {
  const row = await materialRow(ctx.tx, id);
  if (!row) throw new Refusal("not_found");
  return wholeMaterialView(row);
}

/** What a verb takes of a material that was sent in parts. Refuses, beside its field, what its kind lacks. */
export function mergeMaterialFields(said: unknown): MaterialFields {
  return whole(MaterialFields.safeParse(said, { error: explainIssue }), { fileId: "file" });
}

/** A section as the API shows it. */
export function toSectionView(section: Section): MaterialSectionView {
  const { id, courseId, title, translations, createdAt, updatedAt } = section;
  return { id, courseId, title, translations: translations ?? {}, createdAt, updatedAt };
}

async function sectionsOf(from: Reader | Tx, courseId: string): Promise<{ items: MaterialSectionView[] }> {
  const rows = await from
    .select()
    .from(materialSections)
    .where(eq(materialSections.courseId, courseId))
    .orderBy(...SECTION_ORDER);
  return { items: rows.map(toSectionView) };
}

/** A course's sections, for those who run it. */
export async function listSections(
  ctx: ReadCtx,
  courseId: string,
): Promise<{ items: MaterialSectionView[] } | undefined> {
  await assertRuns(ctx, courseId);
  const course = await getCourse(ctx, courseId);
  return course && sectionsOf(ctx.read, course.id);
}

/** All sections of a section's course, as they stand after a verb, which has let the actor through. */
export async function loadSectionViewsBeside(ctx: TxCtx, id: string): Promise<{ items: MaterialSectionView[] }> {
  return sectionsOf(ctx.tx, await loadCourseIdOfSection(ctx, id));
}

/** Before the verb that takes it out. */
export async function loadCourseIdOfSection(ctx: TxCtx, id: string): Promise<string> {
  return (await loadSection(ctx.tx, id)).courseId;
}

/** A meeting as the API shows it: what calendars need of it is not said. */
export function toMeetingView(meeting: Meeting): MeetingView {
  const { id, cohortId, title, note, startsAt, endsAt, place, translations, link } = meeting;
  return { id, cohortId, title, note, startsAt, endsAt, place, translations: translations ?? {}, link };
}

/** As `toMeetingView`, for whoever has just set its hours, in whose language `say` says what speaks against them. */
export function toSavedMeetingView(
  meeting: Meeting,
  cohort: Cohort,
  say: (warning: Message) => string,
): SavedMeetingView {
  return { ...toMeetingView(meeting), warnings: listMeetingWarnings(cohort, meeting).map(say) };
}

async function meetingsOf(from: Reader | Tx, cohortId: string): Promise<{ items: MeetingView[] }> {
  const rows = await from
    .select()
    .from(meetings)
    .where(eq(meetings.cohortId, cohortId))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
    .limit(MEETINGS_MAX);
  return { items: rows.map(toMeetingView) };
}

/** A cohort's meetings, for those who run its course. */
export async function listMeetings(ctx: ReadCtx, cohortId: string): Promise<{ items: MeetingView[] }> {
  const [cohort] = await ctx.read.select({ courseId: cohorts.courseId }).from(cohorts).where(eq(cohorts.id, cohortId));
  await assertRuns(ctx, cohort?.courseId);
  return meetingsOf(ctx.read, cohortId);
}

/** As they stand after a verb, which has let the actor through. */
export const loadMeetingViews = (ctx: TxCtx, cohortId: string) => meetingsOf(ctx.tx, cohortId);

/** As it stands inside a write, before the verb that changes it; undefined when there is none. */
export async function loadMeetingView(ctx: TxCtx, id: string): Promise<MeetingView | undefined> {
  const [row] = await ctx.tx.select().from(meetings).where(eq(meetings.id, id));
  return row && toMeetingView(row);
}

/** What a verb takes of a meeting of which only what changes was sent. Refuses one that ends before it starts. */
export function mergeMeetingFields(present: MeetingView, changes: Partial<MeetingFields>): MeetingFields {
  const { title, note, startsAt, endsAt, place, link } = { ...present, ...changes };
  if (endsAt <= startsAt)
    throw new Refusal("invalid_input", { fields: { endsAt: message("fields.ends_before_start") } });
  return { title, note, startsAt, endsAt, place, link };
}

type Parsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };

function whole<T>(parsed: Parsed<T>, called: Record<string, string>): T {
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message: words }) => {
    const name = String(path[0] ?? "");
    return [called[name] ?? name, decodeMessage(words)];
  });
  throw new Refusal("invalid_input", { fields: Object.fromEntries(fields) });
}
