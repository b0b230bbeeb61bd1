import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { offerSeats } from "../seats/offer-seats.ts";

/** Offers the free seats of a cohort to those who wait, where the write that freed them could not offer all. Says how many. */
export async function offerFreeSeats(ctx: WriteCtx, cohortId: string): Promise<number> {
  authorize(ctx, "waiting.offer", {});
  const offers = await offerSeats(ctx, cohortId);
  if (offers > 0) await audit(ctx, "waiting.offer", { type: "cohort", id: cohortId }, { after: { offers } });
  return offers;
}
