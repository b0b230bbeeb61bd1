import { claimSeat, claimSeatInTurn } from "../seats/claims.ts";
import type { StepCtx } from "../kernel/command.ts";
import { endWaitingForSeat } from "./end-waiting-for-seat.ts";

/**
 * Claims a seat for a student whom the office gives a place, and takes them off the waiting list. A seat that they were offered
 * is theirs, whoever waits behind them; without one they go past nobody. Says whether there was a seat.
 */
export async function claimSeatFor(
  ctx: StepCtx,
  place: { cohortId: string; studentId: string },
  as: "held" | "taken",
): Promise<boolean> {
  const { hadSeat } = await endWaitingForSeat(ctx, place);
  return hadSeat ? claimSeatInTurn(ctx, place.cohortId, as) : claimSeat(ctx, place.cohortId, as);
}
