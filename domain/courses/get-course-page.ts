import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { cohorts, courseStaff, courses, materials, meetings, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { CourseLevel, CourseState, MaterialKind } from "#db/enums.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { renderMarkdown } from "../kernel/render-markdown.ts";
import type { Money } from "../kernel/money.ts";
import { isAllowed } from "../policy.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { getSchoolText, getSubjectName, type WrittenText } from "../settings/school-texts.ts";
import { isAlwaysOpen } from "./always-open.ts";
import { localizeCourse, type TextLanguages } from "./localize-course.ts";
import { type SeatState, getSeatState, countFreeSeats } from "./seat-state.ts";

/** The page names this many meetings of a cohort and says how many more there are. */
const MEETINGS_SHOWN = 60;
/** A course with more offerings than this shows those that begin next. */
const COHORTS_SHOWN = 100;
const MATERIALS_SHOWN = 100;

export type MeetingView = { title: string; note: string; startsAt: Date; endsAt: Date; place: string };

export type CohortView = {
  id: string;
  name: string;
  startsAt: Date | null;
  endsAt: Date | null;
  timezone: string;
  place: string;
  /** It has no date, and is begun whenever one likes. */
  alwaysOpen: boolean;
  price: Money;
  state: SeatState;
  /** None when there is no limit. */
  seatsLeft: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  waitingList: boolean;
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
  materials: { title: string; kind: MaterialKind }[];
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
  const { read, now } = ctx;
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
    materials: await read
      .select({ title: materials.title, kind: materials.kind })
      .from(materials)
      .where(eq(materials.courseId, course.id))
      .orderBy(materials.position, materials.id)
      .limit(MATERIALS_SHOWN),
    cohorts: await cohortsOf(read, course.id, now),
    refundPolicy: getSchoolText(settings, "refundPolicy", ctx.language),
    holdMinutes: ctx.rules.holdMinutes,
    takesTransfers: ctx.rules.paymentProviders.includes("bank"),
    schoolName: settings.name,
  };
}

async function teachersOf(read: Reader, courseId: string) {
  return read
    .select({ userId: users.id, name: users.name, about: courseStaff.about })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .where(eq(courseStaff.courseId, courseId))
    .orderBy(courseStaff.position, users.id);
}

async function cohortsOf(read: Reader, courseId: string, now: Date): Promise<CohortView[]> {
  const rows = await read
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.courseId, courseId), eq(cohorts.state, "open")))
    // What is over comes last; what has no date (always open) comes after what has one.
    .orderBy(
      sql`case when ${cohorts.endsAt} is not null and ${cohorts.endsAt} <= ${sql.param(now, cohorts.endsAt)} then 1 else 0 end`,
      sql`${cohorts.startsAt} asc nulls last`,
      cohorts.name,
      cohorts.id,
    )
    .limit(COHORTS_SHOWN);
  const dated = await meetingsOf(
    read,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const all = dated.get(row.id) ?? [];
    return {
      id: row.id,
      name: row.name,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      timezone: row.timezone,
      place: row.place,
      alwaysOpen: isAlwaysOpen(row),
      price: { minor: row.priceMinor, currency: row.currency },
      state: getSeatState(row, now),
      seatsLeft: countFreeSeats(row),
      opensAt: row.opensAt,
      closesAt: row.closesAt,
      waitingList: row.waitingList,
      accessDays: row.accessDays,
      accessUntil: accessUntil(row, now),
      meetings: all.slice(0, MEETINGS_SHOWN),
      meetingsTotal: all.length,
    };
  });
}

/** Access counts from the start or from enrolling, whichever is later. */
function accessUntil({ accessDays, startsAt }: { accessDays: number | null; startsAt: Date | null }, now: Date) {
  if (accessDays === null) return null;
  return addMs(startsAt && startsAt > now ? startsAt : now, accessDays * DAY_MS);
}

async function meetingsOf(read: Reader, cohortIds: string[]): Promise<Map<string, MeetingView[]>> {
  const byCohort = new Map<string, MeetingView[]>();
  if (cohortIds.length === 0) return byCohort;
  const rows = await read
    .select({
      cohortId: meetings.cohortId,
      title: meetings.title,
      note: meetings.note,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      place: meetings.place,
    })
    .from(meetings)
    .where(inArray(meetings.cohortId, cohortIds))
    .orderBy(asc(meetings.cohortId), asc(meetings.startsAt), asc(meetings.id));
  for (const { cohortId, ...meeting } of rows) {
    const list = byCohort.get(cohortId);
    if (list) list.push(meeting);
    else byCohort.set(cohortId, [meeting]);
  }
  return byCohort;
}
