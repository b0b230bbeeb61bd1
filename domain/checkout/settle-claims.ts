import { eq } from "drizzle-orm";
import { holds, type orders } from "#db/schema/index.ts";
import { listLinksOfOrder } from "../claim-links/end-open-links.ts";
import type { ClaimLink } from "../claim-links/find-claim-link.ts";
import { claimLinkMachine } from "../claim-links/machine.ts";
import { notifyHolder } from "../claim-links/notify-holder.ts";
import { notifyOfClaimLinks } from "../claim-links/notify-of-claim-links.ts";
import { reopenClaimLink } from "../claim-links/reopen-claim-link.ts";
import type { StepCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { claimSeats, takeHeldSeat } from "../seats/claims.ts";

type Order = typeof orders.$inferSelect;

/**
 * Money for places that were bought for others has arrived: from now on each can be claimed. When it came after the seats were given back
 * it is honoured when all of them can still be had, and not otherwise: half of a family is no answer.
 */
export async function settleClaims(ctx: StepCtx, order: Order): Promise<"placed" | "late_money_no_seat"> {
  const isLate = order.state === "expired";
  const links = await listLinksOfOrder(ctx, order.id, [isLate ? "cancelled" : "unpaid"]);
  if (isLate && !(await claimLateSeats(ctx, links))) return "late_money_no_seat";
  for (const link of links) {
    const open = isLate ? await reopenLate(ctx, link) : await takeHeldPlace(ctx, link);
    await notifyHolder(ctx, open, order);
  }
  await notifyOfClaimLinks(ctx, order);
  return "placed";
}

/** An order for others is of one cohort. */
async function claimLateSeats(ctx: StepCtx, links: readonly ClaimLink[]): Promise<boolean> {
  const [first] = links;
  return first !== undefined && claimSeats(ctx, first.cohortId, links.length, "taken");
}

const reopenLate = (ctx: StepCtx, link: ClaimLink) =>
  reopenClaimLink(ctx, link, { from: "cancelled", why: "paid late, the seats were still free" });

async function takeHeldPlace(ctx: StepCtx, link: ClaimLink): Promise<ClaimLink> {
  await ctx.tx.update(holds).set({ state: "taken" }).where(eq(holds.orderLineId, link.orderLineId));
  await takeHeldSeat(ctx, link.cohortId);
  return transition(ctx, claimLinkMachine, link.id, "open", { from: ["unpaid"] });
}
