import { and, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { cohorts, holds, waitingList } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { StepCtx } from "../kernel/command.ts";

const p = sql.placeholder;
const used = sql`${cohorts.held} + ${cohorts.taken}`;
/** SQL: the cohort has a seat that is neither held nor taken. */
export const seatFree = or(isNull(cohorts.capacity), lt(used, cohorts.capacity));
/**
 * A free seat belongs to whoever waits for it, also in the moment before it is offered to them. The state is written out, so
 * that SQLite uses the index of those who wait.
 */
const nobodyWaits = sql`not exists (select 1 from ${waitingList} where ${waitingList.cohortId} = ${cohorts.id} and ${waitingList.state} = 'waiting')`;
const seatForAnyone = or(isNull(cohorts.capacity), and(lt(used, cohorts.capacity), nobodyWaits));
/** As `seatForAnyone`, for so many at once: all of them or none. */
const roomForSeveral = or(
  isNull(cohorts.capacity),
  and(sql`${used} + ${p("count")} <= ${cohorts.capacity}`, nobodyWaits),
);
const seats = { capacity: cohorts.capacity, held: cohorts.held, taken: cohorts.taken };

/** The state is written out, not handed over as a value: only then can SQLite use the index of the live holds. */
export const stillHeld = sql`${holds.state} = 'held'`;

const queries = perClient((tx: Tx) => {
  const move = (change: { held?: number; taken?: number }, onlyIf?: SQL) =>
    tx
      .update(cohorts)
      .set({
        ...(change.held ? { held: sql`${cohorts.held} + ${sql.raw(String(change.held))}` } : {}),
        ...(change.taken ? { taken: sql`${cohorts.taken} + ${sql.raw(String(change.taken))}` } : {}),
      })
      .where(and(eq(cohorts.id, p("cohortId")), onlyIf))
      .returning(seats)
      .prepare();
  return {
    hold: move({ held: 1 }, seatForAnyone),
    take: move({ taken: 1 }, seatForAnyone),
    holdInTurn: move({ held: 1 }, seatFree),
    takeInTurn: move({ taken: 1 }, seatFree),
    takeHeld: tx
      .update(cohorts)
      .set({ held: sql`${cohorts.held} - 1`, taken: sql`${cohorts.taken} + 1` })
      .where(eq(cohorts.id, p("cohortId")))
      .prepare(),
    holdTaken: tx
      .update(cohorts)
      .set({ held: sql`${cohorts.held} + 1`, taken: sql`${cohorts.taken} - 1` })
      .where(eq(cohorts.id, p("cohortId")))
      .prepare(),
    holdSeveral: tx
      .update(cohorts)
      .set({ held: sql`${cohorts.held} + ${p("count")}` })
      .where(and(eq(cohorts.id, p("cohortId")), roomForSeveral))
      .returning(seats)
      .prepare(),
    takeSeveral: tx
      .update(cohorts)
      .set({ taken: sql`${cohorts.taken} + ${p("count")}` })
      .where(and(eq(cohorts.id, p("cohortId")), roomForSeveral))
      .returning(seats)
      .prepare(),
    releaseHeld: move({ held: -1 }),
    releaseTaken: move({ taken: -1 }),
  };
});

type Seats = { capacity: number | null; held: number; taken: number };

const isFull = ({ capacity, held, taken }: Seats) => capacity !== null && held + taken >= capacity;

/**
 * Claims a seat by one conditional UPDATE, held for an order or taken for good. Says whether there was one. While somebody
 * waits for a seat of the cohort there is none: it is theirs. Public pages say "full", so filling the last seat makes them
 * stale.
 */
export function claimSeat(ctx: StepCtx, cohortId: string, as: "held" | "taken"): Promise<boolean> {
  const { hold, take } = queries(ctx.tx);
  return claim(ctx, cohortId, as === "held" ? hold : take);
}

/** As `claimSeat`, for the person whose turn it is: others who wait come after them. */
export function claimSeatInTurn(ctx: StepCtx, cohortId: string, as: "held" | "taken"): Promise<boolean> {
  const { holdInTurn, takeInTurn } = queries(ctx.tx);
  return claim(ctx, cohortId, as === "held" ? holdInTurn : takeInTurn);
}

/**
 * Claims several seats of a cohort by one conditional UPDATE, all of them or none: two who want the last ones never share them. While
 * somebody waits for a seat there is none.
 */
export async function claimSeats(
  ctx: StepCtx,
  cohortId: string,
  count: number,
  as: "held" | "taken",
): Promise<boolean> {
  const { holdSeveral, takeSeveral } = queries(ctx.tx);
  const [after] = await (as === "held" ? holdSeveral : takeSeveral).execute({ cohortId, count });
  if (!after) return false;
  if (isFull(after)) await bumpCatalogueVersion(ctx);
  return true;
}

/** How many seats anybody could claim now: none while somebody waits. Null where they are not counted. */
export async function countFreeSeats(tx: Tx, cohortId: string): Promise<number | null> {
  const waits = sql<unknown>`not (${nobodyWaits})`.mapWith(Boolean);
  const [row] = await tx
    .select({ ...seats, waits })
    .from(cohorts)
    .where(eq(cohorts.id, cohortId));
  if (!row || row.capacity === null) return null;
  return row.waits ? 0 : Math.max(0, row.capacity - row.held - row.taken);
}

type Claim = ReturnType<typeof queries>["hold"];

async function claim(ctx: StepCtx, cohortId: string, statement: Claim): Promise<boolean> {
  const [after] = await statement.execute({ cohortId });
  if (!after) return false;
  if (isFull(after)) await bumpCatalogueVersion(ctx);
  return true;
}

/** A held seat becomes a taken one: their sum stays, so nothing can go wrong. */
export async function takeHeldSeat(ctx: StepCtx, cohortId: string): Promise<void> {
  await queries(ctx.tx).takeHeld.execute({ cohortId });
}

/** A taken seat is held again, for a place whose money was another order's: their sum stays. */
export async function returnSeatToHold(ctx: StepCtx, cohortId: string): Promise<void> {
  await queries(ctx.tx).holdTaken.execute({ cohortId });
}

/** Gives a seat back. Freeing needs no check; a cohort that was full is full no longer. */
export async function releaseSeat(ctx: StepCtx, cohortId: string, was: "held" | "taken"): Promise<void> {
  const { releaseHeld, releaseTaken } = queries(ctx.tx);
  const [after] = await (was === "held" ? releaseHeld : releaseTaken).execute({ cohortId });
  if (after && !isFull(after) && isFull({ ...after, taken: after.taken + 1 })) await bumpCatalogueVersion(ctx);
}
