import { waitingList } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { releaseSeat } from "../seats/claims.ts";
import { holdMachine } from "../seats/machine.ts";
import { offerSeats } from "../seats/offer-seats.ts";

export async function releaseOfferedSeat(ctx: StepCtx, entry: typeof waitingList.$inferSelect) {
  if (!entry.holdId) return;
  if (!(await tryTransition(ctx, holdMachine, entry.holdId, "released"))) return;
  await releaseSeat(ctx, entry.cohortId, "held");
  await offerSeats(ctx, entry.cohortId);
}
