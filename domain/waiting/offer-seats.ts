import { and, asc, eq } from "drizzle-orm";
import { cohorts, holds, users, waitingList } from "#db/schema/index.ts";
import { waitingMachine } from "../enrolments/machine.ts";
import { claimSeat } from "../enrolments/seats.ts";
import { HOUR_MS, later } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";
import { promiseMail } from "../kernel/outbox.ts";
import { transition } from "../kernel/transitions.ts";

/** How many offers one write makes at most; a job goes on where it stopped. */
const OFFERS_MAX = 20;

/**
 * Offers free seats to those who wait, in the order in which they came. Each offer holds its seat until it lapses. Called in
 * the write that frees a seat, so that nobody who did not wait can take it first. Says how many offers were made.
 */
export async function offerSeats(ctx: StepCtx, cohortId: string): Promise<number> {
  const [cohort] = await ctx.tx.select({ state: cohorts.state }).from(cohorts).where(eq(cohorts.id, cohortId));
  if (cohort?.state !== "open") return 0;
  const next = await ctx.tx
    .select({ id: waitingList.id, email: users.email })
    .from(waitingList)
    .innerJoin(users, eq(users.id, waitingList.studentId))
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.state, "waiting")))
    .orderBy(asc(waitingList.since), asc(waitingList.id))
    .limit(OFFERS_MAX);
  let offers = 0;
  for (const entry of next) {
    if (!(await claimSeat(ctx, cohortId, "held"))) break;
    const holdId = newId("hold");
    const until = later(ctx.now, ctx.rules.offerHours * HOUR_MS);
    await ctx.tx
      .insert(holds)
      .values({ id: holdId, cohortId, waitingId: entry.id, state: "held", until, createdAt: ctx.now });
    await transition(ctx, waitingMachine, entry.id, "offered", { set: { holdId, offerExpiresAt: until } });
    await promiseMail(ctx, {
      kind: "waiting_offer",
      to: entry.email,
      payload: { waitingId: entry.id },
      dedupeKey: `${entry.id}:${holdId}`,
    });
    offers += 1;
  }
  return offers;
}
