import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { cohorts, courses, holds, users, waitingList } from "#db/schema/index.ts";
import { waitingMachine } from "./machine.ts";
import { claimSeatInTurn, seatFree } from "./claims.ts";
import { HOUR_MS, addMs } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { transition } from "../kernel/transitions.ts";

/** How many offers one write makes at most. A job goes on where it stopped; meanwhile the seats are nobody else's. */
export const OFFERS_MAX = 50;

/** SQL: somebody waits, and a seat could be offered to them. For cohorts joined to their course and waiting list. */
export function isSeatToOffer(now: Date) {
  return and(sql`${waitingList.state} = 'waiting'`, givesOffers(now), seatFree);
}

/** SQL: a cohort that is on offer and not over, whatever its window says. */
function givesOffers(now: Date) {
  return and(
    eq(cohorts.state, "open"),
    eq(courses.state, "published"),
    or(isNull(cohorts.endsAt), gt(cohorts.endsAt, now)),
  );
}

/**
 * Offers free seats to those who wait, in the order in which they came. Each offer holds its seat until it lapses. Called in
 * every write that frees or adds a seat, so that nobody who did not wait can take it first. Whoever waits came while enrolment
 * was open, so they are offered a seat also after it has closed. Says how many offers were made.
 */
export async function offerSeats(ctx: StepCtx, cohortId: string): Promise<number> {
  const [cohort] = await ctx.tx
    .select({ id: cohorts.id })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.id, cohortId), givesOffers(ctx.now)));
  if (!cohort) return 0;
  const next = await ctx.tx
    .select({ id: waitingList.id, email: users.email, disabledAt: users.disabledAt })
    .from(waitingList)
    .innerJoin(users, eq(users.id, waitingList.studentId))
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.state, "waiting")))
    .orderBy(asc(waitingList.since), asc(waitingList.id))
    .limit(OFFERS_MAX);
  let offers = 0;
  for (const entry of next) {
    // Whose account is disabled could not take it, and would keep everybody behind them waiting.
    if (entry.disabledAt) {
      await transition(ctx, waitingMachine, entry.id, "left", { set: { decidedAt: ctx.now }, why: "account disabled" });
      continue;
    }
    if (!(await claimSeatInTurn(ctx, cohortId, "held"))) break;
    await makeOffer(ctx, { id: entry.id, email: entry.email, cohortId });
    offers += 1;
  }
  return offers;
}

/** The same for every cohort of a course, when it comes back into the catalogue. */
export async function offerCourseSeats(ctx: StepCtx, courseId: string): Promise<void> {
  const waitedFor = await ctx.tx
    .selectDistinct({ id: cohorts.id })
    .from(cohorts)
    .innerJoin(waitingList, eq(waitingList.cohortId, cohorts.id))
    .where(and(eq(cohorts.courseId, courseId), eq(waitingList.state, "waiting")));
  for (const { id } of waitedFor) await offerSeats(ctx, id);
}

/** The seat is claimed already. */
async function makeOffer(ctx: StepCtx, entry: { id: string; email: string; cohortId: string }) {
  const holdId = createId("hold");
  const until = addMs(ctx.now, ctx.rules.offerHours * HOUR_MS);
  await ctx.tx.insert(holds).values({
    id: holdId,
    cohortId: entry.cohortId,
    waitingId: entry.id,
    state: "held",
    until,
    createdAt: ctx.now,
  });
  await transition(ctx, waitingMachine, entry.id, "offered", { set: { holdId, offerExpiresAt: until } });
  await enqueueMail(ctx, {
    kind: "waiting_offer",
    to: entry.email,
    payload: { waitingId: entry.id },
    dedupeKey: `${entry.id}:${holdId}`,
  });
}
