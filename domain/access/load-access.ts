import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteSelectBuilder } from "drizzle-orm/sqlite-core";
import { gatherRows } from "#db/json-list.ts";
import type { EnrolmentState } from "#db/enums.ts";
import {
  claimLinks,
  courses,
  enrolments,
  grants,
  orderInstalments,
  orderLines,
  orders,
  payments,
  refunds,
  users,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/**
 * One reason why a course is open to somebody for as long as it is. `until`: how far this one reaches, where several have opened it; null is
 * for good.
 */
export type AccessCause = Cause & { until?: Date | null };

type Cause =
  | { kind: "order"; code: string; paid: "in_full" | "free" | "partly_refunded" | "no" }
  // How many of its instalments are paid, as long as not all of them are.
  | { kind: "order"; code: string; paid: "in_parts"; parts: number; partsPaid: number }
  | { kind: "enrolment" | "claim" | "staff" }
  | { kind: "gift"; at: Date }
  | { kind: "renewal"; days: number; at: Date; code: string | null }
  | { kind: "extended"; days: number | null; at: Date }
  | { kind: "shortened"; at: Date };

/** One thing that opens a course, as the office sees it. */
export type GrantEntry = Pick<
  typeof grants.$inferSelect,
  "id" | "enrolmentId" | "why" | "step" | "note" | "startsAt" | "endsAt" | "revokedAt" | "revokedWhy" | "createdAt"
>;

/** Whether a course is open to somebody, from when until when, and because of what: the union of what they were given. */
export type ExplainedAccess = {
  courseId: string;
  courseSlug: string;
  courseTitle: string;
  courseLanguage: string;
  /** `suspended`: it would be open if its enrolment were not; `later`: it will be; `none`: all of it was taken back. */
  state: "open" | "suspended" | "later" | "ended" | "none";
  startsAt: Date | null;
  /** None means for good. */
  endsAt: Date | null;
  reasons: AccessCause[];
  /** Everything that was ever given, the oldest first. */
  grants: GrantEntry[];
};

/** The access of a student to one course, or to all that they were given; for whoever was let through. In the order of the titles. */
export async function loadAccess(
  ctx: { read: Reader; now: Date },
  { studentId, courseId }: { studentId: string; courseId?: string | undefined },
): Promise<ExplainedAccess[]> {
  const rows = await selectGiven(
    ctx.read,
    and(eq(grants.studentId, studentId), courseId === undefined ? undefined : eq(grants.courseId, courseId)),
  );
  return explainGrants(rows, ctx.now);
}

const GRANTS_MAX = 1_000;

/** What went back of an order's money, or is on its way. */
const refundedMinor = sql<number>`(
  select coalesce(sum(${refunds.amountMinor}), 0) from ${refunds} join ${payments} on ${payments.id} = ${refunds.paymentId}
  where ${payments.orderId} = ${orders.id} and ${refunds.state} <> 'failed'
)`.mapWith(Number);

/** How many instalments an order has, and how many of them are paid. */
const countParts = (state?: "paid") =>
  sql<number>`(
    select count(*) from ${orderInstalments} where ${orderInstalments.orderId} = ${orders.id}
    and ${orderInstalments.kind} = 'part'${state ? sql` and ${orderInstalments.state} = ${state}` : sql``}
  )`.mapWith(Number);

/** SQL: the line that was paid for it. A renewal has its own, or none when it was free. */
const broughtBy = sql`case when ${grants.why} = 'renewal' then ${grants.orderLineId} else ${enrolments.orderLineId} end`;

const GIVEN = {
  id: grants.id,
  courseId: courses.id,
  courseSlug: courses.slug,
  courseTitle: courses.title,
  courseLanguage: courses.language,
  enrolmentId: grants.enrolmentId,
  enrolmentState: enrolments.state,
  why: grants.why,
  step: grants.step,
  note: grants.note,
  days: grants.days,
  startsAt: grants.startsAt,
  endsAt: grants.endsAt,
  revokedAt: grants.revokedAt,
  revokedWhy: grants.revokedWhy,
  createdAt: grants.createdAt,
  orderCode: orders.code,
  orderState: orders.state,
  totalMinor: orders.totalMinor,
  refundedMinor,
  parts: countParts(),
  partsPaid: countParts("paid"),
  isClaimed:
    sql<unknown>`exists (select 1 from ${claimLinks} where ${claimLinks.enrolmentId} = ${grants.enrolmentId})`.mapWith(
      Boolean,
    ),
};

const fromGiven = (select: SQLiteSelectBuilder<typeof GIVEN, "async", unknown>, where: SQL | undefined) =>
  select
    .from(grants)
    .innerJoin(courses, eq(courses.id, grants.courseId))
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .leftJoin(orderLines, eq(orderLines.id, broughtBy))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(where)
    .orderBy(asc(courses.sortKey), asc(courses.id), asc(grants.createdAt), asc(grants.id))
    .limit(GRANTS_MAX);

const selectGiven = (read: Reader, where: SQL | undefined) => fromGiven(read.select(GIVEN), where);

type Given = Awaited<ReturnType<typeof selectGiven>>[number];

/** SQL: all that was ever given to the person of a row of `users`, for `explainGrants`. */
export const selectGrants = (read: Reader): SQL<Given[]> =>
  gatherRows(read, GIVEN, (select) => fromGiven(select as never, eq(grants.studentId, users.id)));

/** What `selectGrants` gave, course by course, as it stands at a moment. */
export function explainGrants(rows: Given[], now: Date): ExplainedAccess[] {
  const byCourse = Map.groupBy(rows, (row) => row.courseId);
  return [...byCourse.values()].map((given) => explainCourse(given, now));
}

const OPENING: readonly EnrolmentState[] = ["active", "completed"];

const isKept = ({ revokedAt }: Given) => revokedAt === null;
const isOpening = ({ enrolmentState }: Given) => enrolmentState === null || OPENING.includes(enrolmentState);
const isSuspended = ({ enrolmentState }: Given) => enrolmentState === "suspended";

function explainCourse(given: Given[], now: Date): ExplainedAccess {
  const [first] = given as [Given];
  const { courseId, courseSlug, courseTitle, courseLanguage } = first;
  const kept = given.filter(isKept);
  const stretches = joinStretches(kept.filter(isOpening));
  const paused = joinStretches(kept.filter(isSuspended));
  const open = stretches.find((each) => covers(each, now));
  const suspended = open ? undefined : paused.find((each) => covers(each, now));
  const later = stretches.find(({ startsAt }) => startsAt > now);
  const ended = stretches.findLast(({ endsAt }) => endsAt !== null && endsAt <= now) ?? paused.at(-1);
  const shown = open ?? suspended ?? later ?? ended;
  const state = open ? "open" : suspended ? "suspended" : later ? "later" : ended ? "ended" : "none";
  return {
    ...{ courseId, courseSlug, courseTitle, courseLanguage, state },
    startsAt: shown?.startsAt ?? null,
    endsAt: shown?.endsAt ?? null,
    reasons: shown ? listReasons(shown.of) : [],
    grants: given.map(toEntry),
  };
}

function toEntry(given: Given): GrantEntry {
  const { id, enrolmentId, why, step, note, startsAt, endsAt, revokedAt, revokedWhy, createdAt } = given;
  return { id, enrolmentId, why, step, note, startsAt, endsAt, revokedAt, revokedWhy, createdAt };
}

/** A stretch of time without a gap, and what it is made of. */
type Stretch = { startsAt: Date; endsAt: Date | null; of: Given[] };

const covers = ({ startsAt, endsAt }: Stretch, now: Date) => startsAt <= now && (endsAt === null || endsAt > now);

function joinStretches(given: Given[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const grant of given.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const { startsAt, endsAt } = grant;
    const last = joined.at(-1);
    if (last && (last.endsAt === null || startsAt <= last.endsAt)) {
      last.of.push(grant);
      if (last.endsAt !== null && (endsAt === null || endsAt > last.endsAt)) last.endsAt = endsAt;
    } else joined.push({ startsAt, endsAt, of: [grant] });
  }
  return joined;
}

/** What gave the access first, then what was done to it; each thing once, though several grants may go back to it. */
function listReasons(of: Given[]): AccessCause[] {
  const listed = new Map<string, AccessCause>();
  const add = (reason: AccessCause) => listed.set(JSON.stringify(reason), reason);
  for (const origin of listOrigins(of.filter((grant) => !isLater(grant)))) add(origin);
  const later = of.filter(({ why, step }) => why === "renewal" || step !== null);
  for (const grant of later.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
    if (grant.why === "renewal") add(getOrigin(grant));
    if (grant.step === "extended") add({ kind: "extended", days: grant.days, at: grant.createdAt });
    if (grant.step === "shortened") add({ kind: "shortened", at: grant.createdAt });
  }
  return [...listed.values()];
}

/** What has opened it; of several each says how far it reaches, so that it is clear which one the last day comes from. */
function listOrigins(of: Given[]): AccessCause[] {
  const ends = new Map<string, { cause: Cause; until: Date | null }>();
  for (const grant of of) {
    const cause = getOrigin(grant);
    const key = JSON.stringify(cause);
    const before = ends.get(key);
    const isFurther = !before || grant.endsAt === null || (before.until !== null && grant.endsAt > before.until);
    if (isFurther) ends.set(key, { cause, until: grant.endsAt });
  }
  const listed = [...ends.values()];
  return listed.length > 1 ? listed.map(({ cause, until }) => ({ ...cause, until })) : listed.map(({ cause }) => cause);
}

/** What was added to access that was there; the rest of an extension that was shortened is told as shortened alone. */
const isLater = ({ why, step }: Given) =>
  why === "renewal" || step === "extended" || (why === "staff" && step !== null);

function getOrigin(grant: Given): Cause {
  const { why, orderCode: code, createdAt: at, days } = grant;
  if (why === "gift") return { kind: "gift", at };
  if (why === "renewal") return { kind: "renewal", days: days ?? 0, at, code };
  if (why === "staff") return { kind: "staff" };
  // Whoever has bought it for them is none of their affairs, nor is the order.
  if (code === null) return { kind: grant.isClaimed ? "claim" : "enrolment" };
  const paid = getPaidState(grant);
  const { parts, partsPaid } = grant;
  return paid === "in_full" && partsPaid < parts
    ? { kind: "order", code, paid: "in_parts", parts, partsPaid }
    : { kind: "order", code, paid };
}

function getPaidState({ orderState, totalMinor, refundedMinor: refunded }: Given) {
  if (orderState !== "paid") return "no";
  if (totalMinor === 0) return "free";
  return refunded > 0 ? "partly_refunded" : "in_full";
}
