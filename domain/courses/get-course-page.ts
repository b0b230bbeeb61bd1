import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { cohorts, courseStaff, courses, materials, materialSections, meetings, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { CourseLevel, CourseState, MaterialKind } from "#db/enums.ts";
import { getAccessEnd } from "../access/access-terms.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { renderMarkdown } from "../kernel/render-markdown.ts";
import type { Money } from "../kernel/money.ts";
import { isAllowed } from "../policy.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { getSchoolText, getSubjectName, type WrittenText } from "../settings/school-texts.ts";
import { isAlwaysOpen } from "./always-open.ts";
import {
  type Languages,
  localizeCohort,
  localizeCourse,
  localizeMeeting,
  selectText,
  type TextLanguages,
} from "./course-texts.ts";
import { getLeavingTerms, type LeavingTerms } from "./leaving-terms.ts";
import type { Cohort, Course } from "./machine.ts";
import type { Planned } from "./payment-plan.ts";
import { IN_COURSE_ORDER, isSectionOfMaterial } from "./material-order.ts";
import { getTentative, type Tentative } from "./get-tentative.ts";
import type { Meeting } from "./sync-meetings.ts";
import { type SeatState, getSeatState, countFreeSeats } from "./seat-state.ts";

/** The page names this many meetings of a cohort and says how many more there are. */
const MEETINGS_SHOWN = 60;
/** A course with more offerings than this shows those that begin next. */
const COHORTS_SHOWN = 100;
const MATERIALS_SHOWN = 100;

export type MeetingView = {
  title: string;
  note: string;
  startsAt: Date;
  endsAt: Date;
  place: string;
  textLanguages: { title: string; note: string; place: string };
};

export type CohortView = {
  id: string;
  name: string;
  startsAt: Date | null;
  endsAt: Date | null;
  timezone: string;
  place: string;
  textLanguages: { name: string; place: string };
  /** It has no date, and is begun whenever one likes. */
  alwaysOpen: boolean;
  price: Money;
  state: SeatState;
  /** None when there is no limit. */
  seatsLeft: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  waitingList: boolean;
  leaving: LeavingTerms;
  tentative: Tentative | null;
  /** What decides how a price may be paid in parts; none where it is paid at once. */
  planned: (Planned & { endsWithCourse: boolean }) | null;
  accessDays: number | null;
  /** When access ends for somebody who enrols now; none when it never does. */
  accessUntil: Date | null;
  meetings: MeetingView[];
  /** How many there are, also those that are not named. */
  meetingsTotal: number;
};

export type CoursePageView = {
  id: string;
  slug: string;
  title: string;
  summary: string;
  /** Safe HTML. */
  descriptionHtml: string;
  subject: string;
  /** What the subject is called in the reader's language. */
  subjectName: string;
  level: CourseLevel;
  language: string;
  textLanguages: TextLanguages;
  state: CourseState;
  imageFileId: string | null;
  updatedAt: Date;
  teachers: { name: string; about: string }[];
  /** What one works with, but for what is published on a later day. `previewId` is that of one that anybody may open. */
  materials: { title: string; kind: MaterialKind; previewId: string | null }[];
  /** Those one can still join first, by their beginning; then those that are over. */
  cohorts: CohortView[];
  /** The school's words about giving money back; empty when it has said none. */
  refundPolicy: WrittenText;
  holdMinutes: number;
  /** Whether a bank transfer is a way to pay: its seat is held for longer. */
  takesTransfers: boolean;
  schoolName: string;
};

/** The course that everybody sees. A draft or an archived course is found by its teachers and the office only. */
export async function getCoursePage(ctx: ReadCtx, slug: string): Promise<CoursePageView | undefined> {
  const { read } = ctx;
  if (slug.length > 120) return undefined;
  const [found] = await read.select().from(courses).where(eq(courses.slug, slug));
  if (!found) return undefined;
  const course = localizeCourse(found, ctx.language);
  const staff = await teachersOf(read, course.id);
  const teacherIds = staff.map(({ userId }) => userId);
  if (course.state !== "published" && !isAllowed(ctx.actor, "course.read_hidden", { teacherIds })) return undefined;
  const settings = await getSettingsOnce(ctx);
  return {
    id: course.id,
    slug: course.slug,
    title: course.title,
    summary: course.summary,
    descriptionHtml: renderMarkdown(course.description),
    subject: course.subject,
    subjectName: getSubjectName(settings, course.subject, ctx.language),
    level: course.level,
    language: course.language,
    textLanguages: course.textLanguages,
    state: course.state,
    imageFileId: course.imageFileId,
    updatedAt: course.updatedAt,
    teachers: staff.map(({ name, about }) => ({ name, about })),
    materials: await materialsOf(ctx, course),
    cohorts: await cohortsOf(ctx, course),
    refundPolicy: getSchoolText(settings, "refundPolicy", ctx.language),
    holdMinutes: ctx.rules.holdMinutes,
    takesTransfers: ctx.rules.paymentProviders.includes("bank"),
    schoolName: settings.name,
  };
}

/** The page is kept until the catalogue changes, so what is published meanwhile may be named a little late, and never too early. */
async function materialsOf({ read, now }: ReadCtx, { id, state }: Course): Promise<CoursePageView["materials"]> {
  const rows = await read
    .select({
      ...{ id: materials.id, title: materials.title, kind: materials.kind },
      ...{ isPreview: materials.isPreview, publishOn: materials.publishOn },
    })
    .from(materials)
    .leftJoin(materialSections, isSectionOfMaterial)
    .where(eq(materials.courseId, id))
    .orderBy(...IN_COURSE_ORDER)
    .limit(MATERIALS_SHOWN);
  const today = formatLocalDay(now, "UTC");
  return rows
    .filter(({ publishOn }) => publishOn === null || publishOn < today)
    .map(({ id, title, kind, isPreview }) => ({
      ...{ title, kind },
      previewId: isPreview && state === "published" ? id : null,
    }));
}

async function teachersOf(read: Reader, courseId: string) {
  return read
    .select({ userId: users.id, name: users.name, about: courseStaff.about })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .where(eq(courseStaff.courseId, courseId))
    .orderBy(courseStaff.position, users.id);
}

async function cohortsOf(ctx: ReadCtx, course: Course): Promise<CohortView[]> {
  const { read, now, language: wanted } = ctx;
  const { plansEndWithCourse: endsWithCourse } = await getSettingsOnce(ctx);
  const languages: Languages = { written: course.language, wanted };
  const rows = await read
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.courseId, course.id), eq(cohorts.state, "open")))
    // What is over comes last; what has no date (always open) comes after what has one.
    .orderBy(
      sql`case when ${cohorts.endsAt} is not null and ${cohorts.endsAt} <= ${sql.param(now, cohorts.endsAt)} then 1 else 0 end`,
      sql`${cohorts.startsAt} asc nulls last`,
      selectText(cohorts.name, wanted),
      cohorts.id,
    )
    .limit(COHORTS_SHOWN);
  const dated = await meetingsOf(
    read,
    rows.map(({ id }) => id),
  );
  return rows.map((written) => {
    const row = localizeCohort(written, languages);
    const all = dated.get(row.id) ?? [];
    return {
      id: row.id,
      name: row.name,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      timezone: row.timezone,
      place: row.place,
      textLanguages: row.textLanguages,
      alwaysOpen: isAlwaysOpen(row),
      price: { minor: row.priceMinor, currency: row.currency },
      state: getSeatState(row, now),
      seatsLeft: countFreeSeats(row),
      opensAt: row.opensAt,
      closesAt: row.closesAt,
      waitingList: row.waitingList,
      leaving: getLeavingTerms(row),
      planned: getPlanned(row, { endsWithCourse }),
      tentative: getTentative(row),
      accessDays: row.accessDays,
      accessUntil: getAccessEnd(row, now),
      meetings: all.slice(0, MEETINGS_SHOWN).map((meeting) => toMeetingView(meeting, written, languages)),
      meetingsTotal: all.length,
    };
  });
}

function getPlanned(
  { paymentPlan, timezone, endsAt }: Cohort,
  { endsWithCourse }: { endsWithCourse: boolean },
): CohortView["planned"] {
  return paymentPlan === null ? null : { paymentPlan, timezone, endsAt, endsWithCourse };
}

async function meetingsOf(read: Reader, cohortIds: string[]) {
  if (cohortIds.length === 0) return new Map<string, never[]>();
  const rows = await read
    .select({
      cohortId: meetings.cohortId,
      title: meetings.title,
      note: meetings.note,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      place: meetings.place,
      translations: meetings.translations,
    })
    .from(meetings)
    .where(inArray(meetings.cohortId, cohortIds))
    .orderBy(asc(meetings.cohortId), asc(meetings.startsAt), asc(meetings.id));
  return Map.groupBy(rows, ({ cohortId }) => cohortId);
}

type MeetingRow = Omit<MeetingView, "textLanguages"> & Pick<Meeting, "cohortId" | "translations">;

function toMeetingView(row: MeetingRow, cohort: Cohort, languages: Languages): MeetingView {
  const { title, note, startsAt, endsAt, place, textLanguages } = localizeMeeting(row, cohort, languages);
  return { title, note, startsAt, endsAt, place, textLanguages };
}
