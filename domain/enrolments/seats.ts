import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { cohorts, holds } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { bumpCatalogue } from "../courses/catalogue-version.ts";
import type { StepCtx } from "../kernel/command.ts";

const p = sql.placeholder;
const used = sql`${cohorts.held} + ${cohorts.taken}`;
const seatFree = or(isNull(cohorts.capacity), lt(used, cohorts.capacity));
const seats = { capacity: cohorts.capacity, held: cohorts.held, taken: cohorts.taken };

/** The state is written out, not handed over as a value: only then can SQLite use the index of the live holds. */
export const stillHeld = sql`${holds.state} = 'held'`;

const queries = perClient((tx: Tx) => {
  const move = (change: { held?: number; taken?: number }, onlyIfFree: boolean) =>
    tx
      .update(cohorts)
      .set({
        ...(change.held ? { held: sql`${cohorts.held} + ${sql.raw(String(change.held))}` } : {}),
        ...(change.taken ? { taken: sql`${cohorts.taken} + ${sql.raw(String(change.taken))}` } : {}),
      })
      .where(onlyIfFree ? and(eq(cohorts.id, p("cohortId")), seatFree) : eq(cohorts.id, p("cohortId")))
      .returning(seats)
      .prepare();
  return {
    hold: move({ held: 1 }, true),
    take: move({ taken: 1 }, true),
    takeHeld: move({ held: -1, taken: 1 }, false),
    releaseHeld: move({ held: -1 }, false),
    releaseTaken: move({ taken: -1 }, false),
  };
});

type Seats = { capacity: number | null; held: number; taken: number };

const isFull = ({ capacity, held, taken }: Seats) => capacity !== null && held + taken >= capacity;

/**
 * Claims a seat by one conditional UPDATE, held for an order or taken for good. Says whether there was one.
 * Public pages say "full", so filling the last seat makes them stale.
 */
export async function claimSeat(ctx: StepCtx, cohortId: string, as: "held" | "taken"): Promise<boolean> {
  const { hold, take } = queries(ctx.tx);
  const [after] = await (as === "held" ? hold : take).execute({ cohortId });
  if (!after) return false;
  if (isFull(after)) await bumpCatalogue(ctx);
  return true;
}

/** A held seat becomes a taken one: their sum stays, so nothing can go wrong. */
export async function takeHeldSeat(ctx: StepCtx, cohortId: string): Promise<void> {
  await queries(ctx.tx).takeHeld.execute({ cohortId });
}

/** Gives a seat back. Freeing needs no check; a cohort that was full is full no longer. */
export async function freeSeat(ctx: StepCtx, cohortId: string, was: "held" | "taken"): Promise<void> {
  const { releaseHeld, releaseTaken } = queries(ctx.tx);
  const [after] = await (was === "held" ? releaseHeld : releaseTaken).execute({ cohortId });
  if (after && !isFull(after) && isFull({ ...after, taken: after.taken + 1 })) await bumpCatalogue(ctx);
}
