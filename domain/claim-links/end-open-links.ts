import { and, eq, inArray } from "drizzle-orm";
import type { ClaimLinkState } from "#db/enums.ts";
import { claimLinks, orderLines } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { releaseSeat } from "../seats/claims.ts";
import { offerSeats } from "../seats/offer-seats.ts";
import type { ClaimLink } from "./find-claim-link.ts";
import { claimLinkMachine } from "./machine.ts";

/** The claim links of an order in some states, by their line. */
export async function listLinksOfOrder(
  ctx: StepCtx,
  orderId: string,
  states: readonly ClaimLinkState[],
): Promise<ClaimLink[]> {
  const rows = await ctx.tx
    .select({ link: claimLinks })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .where(and(eq(orderLines.orderId, orderId), inArray(claimLinks.state, [...states])))
    .orderBy(claimLinks.id);
  return rows.map(({ link }) => link);
}

/** Ends a place that nobody has claimed: its link opens nothing any more, and its seat goes to whoever waits. Says whether it was one. */
export async function endOpenLink(ctx: StepCtx, link: ClaimLink, why: string): Promise<boolean> {
  const set = { endedAt: ctx.now };
  const ended = await tryTransition(ctx, claimLinkMachine, link.id, "cancelled", { from: ["open"], set, why });
  if (!ended) return false;
  await releaseSeat(ctx, link.cohortId, "taken");
  await offerSeats(ctx, link.cohortId);
  return true;
}

/** Ends all places of an order that nobody has claimed, because all of its money goes back. */
export async function endOpenLinks(ctx: StepCtx, orderId: string, why: string): Promise<void> {
  for (const link of await listLinksOfOrder(ctx, orderId, ["open"])) await endOpenLink(ctx, link, why);
}
