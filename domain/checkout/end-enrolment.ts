import { and, eq, isNull } from "drizzle-orm";
import { type enrolments, grants } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { restoreBlockSeat } from "../seat-blocks/restore-block-seat.ts";
import { offerSeats } from "../seats/offer-seats.ts";
import { closeMoves } from "./close-moves.ts";
import { closeRenewals } from "./close-renewals.ts";
import { releaseSeat } from "../seats/claims.ts";

/**
 * What ends with an active place: its seat goes to whoever waits, or stays with the group for which it is kept, the access it gave is revoked, and a move of it that waits to be paid is
 * called off. `keeps: "more"`: what was added to it stays, extensions and renewals, for whoever only moves. `seat: "kept"`: it goes to
 * nobody else, because it was bought for somebody who is still to take it.
 */
export async function endEnrolment(
  ctx: StepCtx,
  enrolment: typeof enrolments.$inferSelect,
  why: string,
  { keeps = "nothing", seat = "freed" }: { keeps?: "nothing" | "more"; seat?: "freed" | "kept" } = {},
): Promise<void> {
  await ctx.tx
    .update(grants)
    .set({ revokedAt: ctx.now, revokedWhy: why })
    .where(
      and(
        eq(grants.enrolmentId, enrolment.id),
        isNull(grants.revokedAt),
        keeps === "more" ? eq(grants.why, "enrolment") : undefined,
      ),
    );
  await closeMoves(ctx, { enrolmentId: enrolment.id }, why);
  if (keeps === "nothing") await closeRenewals(ctx, enrolment.id, why);
  if (seat === "kept") return;
  if (await restoreBlockSeat(ctx, enrolment, "taken")) return;
  await releaseSeat(ctx, enrolment.cohortId, "taken");
  await offerSeats(ctx, enrolment.cohortId);
}
