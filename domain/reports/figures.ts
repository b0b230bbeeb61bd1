import { inArray, and, asc, count, eq, gte, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { cohorts, courses, enrolments, journals, postings, tickets } from "#db/schema/index.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize, isAllowed } from "../policy.ts";
import { listLastPeriods, selectPeriodIndex, type Period } from "./periods.ts";

export type Figure = Period & { value: number };

/** How many places were taken on each of the last days, today included. Orders that were never paid do not count. */
export async function countEnrolmentsByDay(ctx: ReadCtx, timezone: string, days: number): Promise<Figure[]> {
  authorize(ctx, "enrolment.list", {});
  const stretches = listLastPeriods(ctx.now, timezone, days, 1);
  const [first, last] = [stretches[0] as Period, stretches.at(-1) as Period];
  const taken = ctx.read
    .select({ place: selectPeriodIndex(enrolments.createdAt, stretches).as("place") })
    .from(enrolments)
    .where(
      and(
        gte(enrolments.createdAt, first.from),
        lt(enrolments.createdAt, last.until),
        isNotNull(enrolments.activatedAt),
      ),
    )
    .as("taken");
  const rows = await ctx.read.select({ place: taken.place, value: count() }).from(taken).groupBy(sql`${taken.place}`);
  return filled(stretches, rows);
}

/** How many questions came in on each of the last days, today included, whatever has become of them. */
export async function countTicketsByDay(ctx: ReadCtx, timezone: string, days: number): Promise<Figure[]> {
  authorize(ctx, "ticket.list", {});
  const stretches = listLastPeriods(ctx.now, timezone, days, 1);
  const [first, last] = [stretches[0] as Period, stretches.at(-1) as Period];
  const asked = ctx.read
    .select({ place: selectPeriodIndex(tickets.createdAt, stretches).as("place") })
    .from(tickets)
    .where(
      and(
        // A ticket never moved before it was asked, and by its last move there is an index.
        gte(tickets.updatedAt, first.from),
        gte(tickets.createdAt, first.from),
        lt(tickets.createdAt, last.until),
      ),
    )
    .as("asked");
  const rows = await ctx.read.select({ place: asked.place, value: count() }).from(asked).groupBy(sql`${asked.place}`);
  return filled(stretches, rows);
}

export type Revenue = { currency: string; weeks: Figure[]; totalMinor: number };

/** What the school earned in each of the last weeks, in minor units, by currency, as the ledger says: less what was given back. */
export async function getRevenueByWeek(ctx: ReadCtx, timezone: string, weeks: number): Promise<Revenue[]> {
  authorize(ctx, "money.read", {});
  const stretches = listLastPeriods(ctx.now, timezone, weeks, 7);
  const [first, last] = [stretches[0] as Period, stretches.at(-1) as Period];
  const earned = ctx.read
    .select({
      place: selectPeriodIndex(journals.at, stretches).as("place"),
      currency: postings.currency,
      minor: postings.amountMinor,
    })
    .from(journals)
    .innerJoin(postings, eq(postings.journalSeq, journals.seq))
    .where(and(gte(journals.at, first.from), lt(journals.at, last.until), eq(postings.account, "revenue")))
    .as("earned");
  const rows = await ctx.read
    .select({
      place: earned.place,
      currency: earned.currency,
      // What is earned stands on the credit side, below zero.
      value: sql<number>`-sum(${earned.minor})`.mapWith(Number),
    })
    .from(earned)
    .groupBy(sql`${earned.place}`, earned.currency);
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const totalMinor = own.reduce((total, { value }) => total + value, 0);
    return { currency, weeks: filled(stretches, own), totalMinor };
  });
}

/** A stretch without a row has nothing in it. */
function filled(stretches: Period[], rows: { place: number; value: number }[]): Figure[] {
  return stretches.map((stretch, place) => ({
    ...stretch,
    value: rows.find((row) => Number(row.place) === place)?.value ?? 0,
  }));
}

export type CohortSeats = {
  id: string;
  courseId: string;
  courseTitle: string;
  name: string;
  startsAt: Date | null;
  timezone: string;
  taken: number;
  held: number;
  capacity: number | null;
};

/** Cohorts that began longer ago than this are not looked at, however long they go on. */
const BEGAN_DAYS_MAX = 60;

/** How full the cohorts are that go on or begin next, soonest first. Who only teaches sees their own. */
export async function listSeatsByCohort(ctx: ReadCtx, limit: number): Promise<CohortSeats[]> {
  authorize(ctx, "course.list", {});
  return ctx.read
    .select({
      id: cohorts.id,
      courseId: courses.id,
      courseTitle: courses.title,
      name: cohorts.name,
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      taken: cohorts.taken,
      held: cohorts.held,
      capacity: cohorts.capacity,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        eq(courses.state, "published"),
        eq(cohorts.state, "open"),
        gte(cohorts.startsAt, addMs(ctx.now, -BEGAN_DAYS_MAX * DAY_MS)),
        or(isNull(cohorts.endsAt), gte(cohorts.endsAt, ctx.now)),
        isAllowed(ctx.actor, "course.read_hidden")
          ? undefined
          : inArray(courses.id, selectTaughtCourses(ctx.read, getActorId(ctx.actor))),
      ),
    )
    .orderBy(asc(cohorts.startsAt), asc(cohorts.id))
    .limit(limit);
}
