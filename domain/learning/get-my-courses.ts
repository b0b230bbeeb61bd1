import { and, asc, desc, eq, inArray, isNotNull, isNull, notInArray, or } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import {
  cohorts,
  courses,
  courseStaff,
  enrolments,
  grants,
  orderLines,
  orders,
  waitingList,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { CourseState, EnrolmentState, WaitingState } from "#db/enums.ts";
import { canTeach, selectTaughtCourses } from "../access/teaching.ts";
import { selectIsCertified } from "../certificates/select-is-certified.ts";
import { isLiveGrant } from "../access/get-access.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { compareTexts } from "../kernel/sort-key.ts";
import { authorize } from "../policy.ts";
import { type NextMeeting, getNextMeetings } from "./get-next-meetings.ts";
import { type CourseProgress, getCourseProgress } from "./get-course-progress.ts";
import { type AccessReason, getAccessReasons } from "./get-access-reasons.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";

/** Nobody takes more courses than this at once; older places are found through their orders. */
const PLACES_MAX = 200;
const WAITING_MAX = 50;

export type MyEnrolment = {
  enrolmentId: string;
  courseId: string;
  slug: string;
  title: string;
  titleLanguage: string;
  summary: string;
  cohortId: string;
  cohortName: string;
  cohortLanguage: string;
  timezone: string;
  place: string;
  placeLanguage: string;
  /** Its cohort lets its students renew their access. */
  isRenewable: boolean;
  state: EnrolmentState;
  /** When its cohort begins and ends. Not every cohort has meetings. */
  startsAt: Date | null;
  endsAt: Date | null;
  endedAt: Date | null;
  /** None when the course is not open to the student now. */
  open: AccessReason | null;
  next: NextMeeting | null;
  /** How far the student is; none where there is nothing to do. */
  progress: CourseProgress | null;
  /** The order that it was bought with. */
  orderCode: string | null;
  /** It is completed, and has a certificate or waits for the name that stands on it. */
  isCertified: boolean;
};

export type UnpaidView = {
  orderCode: string;
  slug: string;
  title: string;
  titleLanguage: string;
  cohortName: string;
  cohortLanguage: string;
  total: Money;
  /** Until when it may be paid; the seat is kept as long. */
  expiresAt: Date | null;
  timezone: string;
};

export type WaitingView = {
  id: string;
  cohortId: string;
  slug: string;
  title: string;
  titleLanguage: string;
  cohortName: string;
  cohortLanguage: string;
  state: Extract<WaitingState, "waiting" | "offered">;
  since: Date;
  offerExpiresAt: Date | null;
  timezone: string;
};

/** A course that the school opened to somebody without a place in a cohort: a gift, a colleague's look inside. */
export type GivenView = CourseLine & { open: AccessReason | null };

export type TaughtView = CourseLine & { state: CourseState };

type CourseLine = {
  courseId: string;
  slug: string;
  title: string;
  titleLanguage: string;
  summary: string;
  summaryLanguage: string;
};

export type MyCourses = {
  /** What can be opened now or is paused; what meets next comes first. */
  open: MyEnrolment[];
  given: GivenView[];
  teaching: TaughtView[];
  unpaid: UnpaidView[];
  waiting: WaitingView[];
  /** What is done, was open and no longer is, or was taken back by the school; the latest first. */
  finished: MyEnrolment[];
};

const LOST: readonly EnrolmentState[] = ["cancelled", "revoked"];
const isLost = (state: EnrolmentState) => LOST.includes(state);

/** SQL: a place that somebody had. One that was held for an order that nobody paid was none. */
const wasHad = or(
  notInArray(enrolments.state, [...LOST]),
  and(isNotNull(enrolments.endedAt), or(isNull(enrolments.orderLineId), isNotNull(orders.paidAt))),
);

/** Everything that a student takes, waits for or has taken. */
export async function getMyCourses(ctx: ReadCtx, studentId: string): Promise<MyCourses> {
  authorize(ctx, "access.open", { ownerId: studentId });
  const rows = await queriesOf(ctx).places.execute({ studentId });
  const pending = rows.filter(({ state }) => state === "pending");
  const taken = new Set(rows.filter(({ state }) => !isLost(state)).map(({ cohortId }) => cohortId));
  const held = rows.filter(({ state, cohortId }) => state !== "pending" && !(isLost(state) && taken.has(cohortId)));
  const kept = held.filter(({ state }) => !isLost(state));
  const open = await getAccessReasons(
    ctx,
    studentId,
    kept.map(({ courseId }) => courseId),
  );
  const next = await getNextMeetings(
    ctx,
    kept.map(({ cohortId }) => cohortId),
  );
  const progress = await getCourseProgress(
    ctx,
    studentId,
    kept.map(({ courseId }) => courseId),
  );
  const places = held.map((row) => placeView(row, { open, next, progress }));
  const isOpen = ({ state, open }: MyEnrolment) => state === "suspended" || (state === "active" && open !== null);
  return {
    open: places.filter(isOpen).sort(byNextMeeting),
    given: await givenTo(ctx, studentId, new Set(kept.map(({ courseId }) => courseId))),
    // Whoever has no role to teach under teaches nothing, and need not be asked about.
    teaching: canTeach(ctx.actor) ? await taughtBy(ctx, studentId) : [],
    unpaid: pending.flatMap((row) => (row.orderState === "awaiting_payment" ? [unpaidView(row)] : [])),
    waiting: await waitingOf(ctx, studentId),
    finished: places.filter((place) => !isOpen(place)),
  };
}

const preparePlaces = (read: Reader, language: string | undefined) =>
  read
    .select({
      enrolmentId: enrolments.id,
      courseId: courses.id,
      slug: courses.slug,
      title: selectText(courses.title, language),
      titleLanguage: selectTextLanguage(courses.title, language),
      summary: selectText(courses.summary, language),
      cohortId: cohorts.id,
      cohortName: selectText(cohorts.name, language),
      cohortLanguage: selectTextLanguage(cohorts.name, language),
      timezone: cohorts.timezone,
      place: selectText(cohorts.place, language),
      placeLanguage: selectTextLanguage(cohorts.place, language),
      renewal: cohorts.renewal,
      state: enrolments.state,
      startsAt: cohorts.startsAt,
      endsAt: cohorts.endsAt,
      endedAt: enrolments.endedAt,
      orderCode: orders.code,
      orderState: orders.state,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      expiresAt: orders.expiresAt,
      isCertified: selectIsCertified(read),
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.studentId, param(enrolments.studentId, "studentId")), wasHad))
    .orderBy(desc(enrolments.createdAt), desc(enrolments.id))
    .limit(PLACES_MAX)
    .prepare();

type Row = Awaited<ReturnType<ReturnType<typeof preparePlaces>["execute"]>>[number];

type Around = {
  open: Map<string, AccessReason>;
  next: Map<string, NextMeeting>;
  progress: Map<string, CourseProgress>;
};

function placeView(row: Row, { open, next, progress }: Around): MyEnrolment {
  const { orderState: _, totalMinor: __, currency: ___, expiresAt: ____, renewal, ...place } = row;
  const paused = row.state === "suspended" || isLost(row.state);
  return {
    ...place,
    isRenewable: renewal !== "none" && !paused,
    open: paused ? null : (open.get(row.courseId) ?? null),
    next: paused ? null : (next.get(row.cohortId) ?? null),
    progress: isLost(row.state) ? null : (progress.get(row.courseId) ?? null),
  };
}

function unpaidView(row: Row): UnpaidView {
  const { slug, title, titleLanguage, cohortName, cohortLanguage, expiresAt, timezone } = row;
  return {
    orderCode: row.orderCode ?? "",
    ...{ slug, title, titleLanguage, cohortName, cohortLanguage, expiresAt, timezone },
    total: { minor: row.totalMinor ?? 0, currency: row.currency ?? "" },
  };
}

/** What meets next comes first; what meets no more follows, by its title. */
function byNextMeeting(a: MyEnrolment, b: MyEnrolment): number {
  const when = (a.next?.startsAt.getTime() ?? Infinity) - (b.next?.startsAt.getTime() ?? Infinity);
  return Number.isNaN(when) || when === 0 ? compareTexts(a.title, b.title) : when;
}

/** In the order of the titles that are read. */
const byTitle = (a: CourseLine, b: CourseLine) => compareTexts(a.title, b.title);

const prepareGiven = (read: Reader, language: string | undefined) =>
  read
    .selectDistinct({
      courseId: courses.id,
      slug: courses.slug,
      title: selectText(courses.title, language),
      titleLanguage: selectTextLanguage(courses.title, language),
      sortKey: courses.sortKey,
      summary: selectText(courses.summary, language),
      summaryLanguage: selectTextLanguage(courses.summary, language),
    })
    .from(grants)
    .innerJoin(courses, eq(courses.id, grants.courseId))
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .where(
      and(
        eq(grants.studentId, param(grants.studentId, "studentId")),
        isNull(grants.enrolmentId),
        isLiveGrant(param(grants.startsAt, "now")),
      ),
    )
    .orderBy(asc(courses.sortKey), asc(courses.id))
    .limit(PLACES_MAX)
    .prepare();

async function givenTo(ctx: ReadCtx, studentId: string, enrolledIn: ReadonlySet<string>): Promise<GivenView[]> {
  const rows = await queriesOf(ctx).given.execute({ studentId, now: ctx.now });
  const given = rows.filter(({ courseId }) => !enrolledIn.has(courseId));
  const open = await getAccessReasons(
    ctx,
    studentId,
    given.map(({ courseId }) => courseId),
  );
  return given.map(({ sortKey: _, ...row }) => ({ ...row, open: open.get(row.courseId) ?? null })).sort(byTitle);
}

const prepareTaught = (read: Reader, language: string | undefined) =>
  read
    .select({
      courseId: courses.id,
      slug: courses.slug,
      title: selectText(courses.title, language),
      titleLanguage: selectTextLanguage(courses.title, language),
      summary: selectText(courses.summary, language),
      summaryLanguage: selectTextLanguage(courses.summary, language),
      state: courses.state,
    })
    .from(courses)
    .where(inArray(courses.id, selectTaughtCourses(read, param(courseStaff.userId, "userId"))))
    .orderBy(asc(courses.sortKey), asc(courses.id))
    .limit(PLACES_MAX)
    .prepare();

async function taughtBy(ctx: ReadCtx, userId: string): Promise<TaughtView[]> {
  const rows = await queriesOf(ctx).taught.execute({ userId });
  return rows.sort(byTitle);
}

const prepareWaiting = (read: Reader, language: string | undefined) =>
  read
    .select({
      id: waitingList.id,
      cohortId: cohorts.id,
      slug: courses.slug,
      title: selectText(courses.title, language),
      titleLanguage: selectTextLanguage(courses.title, language),
      cohortName: selectText(cohorts.name, language),
      cohortLanguage: selectTextLanguage(cohorts.name, language),
      state: waitingList.state,
      since: waitingList.since,
      offerExpiresAt: waitingList.offerExpiresAt,
      timezone: cohorts.timezone,
    })
    .from(waitingList)
    .innerJoin(cohorts, eq(cohorts.id, waitingList.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        eq(waitingList.studentId, param(waitingList.studentId, "studentId")),
        inArray(waitingList.state, ["waiting", "offered"]),
      ),
    )
    .orderBy(asc(waitingList.since), asc(waitingList.id))
    .limit(WAITING_MAX)
    .prepare();

async function waitingOf(ctx: ReadCtx, studentId: string): Promise<WaitingView[]> {
  const rows = await queriesOf(ctx).waiting.execute({ studentId });
  const offersFirst = (row: { state: string }) => (row.state === "offered" ? 0 : 1);
  return (rows as WaitingView[]).sort((a, b) => offersFirst(a) - offersFirst(b));
}

const prepareAll = (read: Reader, language: string | undefined) => ({
  places: preparePlaces(read, language),
  given: prepareGiven(read, language),
  taught: prepareTaught(read, language),
  waiting: prepareWaiting(read, language),
});

/** One set for each language that the school speaks. */
const queries = perClient((_: Reader) => new Map<string | undefined, ReturnType<typeof prepareAll>>());

function queriesOf({ read, language }: ReadCtx) {
  const known = queries(read);
  const prepared = known.get(language) ?? prepareAll(read, language);
  known.set(language, prepared);
  return prepared;
}
