import { claimLinks, type cohorts, orderLines, type orders } from "#db/schema/index.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState } from "../kernel/transitions.ts";
import type { PlacePrice } from "../pricing/compute-prices.ts";
import type { ClaimLink } from "./find-claim-link.ts";
import { notifyHolder } from "./notify-holder.ts";
import type { ClaimNames } from "./parse-claim-names.ts";

type Sold = {
  cohort: typeof cohorts.$inferSelect;
  state: "unpaid" | "open";
  places: readonly ClaimNames[];
  /** One for each place, in their order. */
  prices: readonly PlacePrice[];
};

/** Writes a line of an order and a claim link for each of several places. Their seats must be claimed in the same write. */
export async function addClaimLinks(
  ctx: StepCtx,
  order: typeof orders.$inferSelect,
  { cohort, state, places, prices }: Sold,
): Promise<ClaimLink[]> {
  const { id: cohortId } = cohort;
  const terms = [copyTerms(cohort, ctx.now)];
  const added: ClaimLink[] = [];
  for (const [n, { name, email }] of places.entries()) {
    const orderLineId = createId("orderLine");
    await ctx.tx
      .insert(orderLines)
      .values({ id: orderLineId, orderId: order.id, cohortId, kind: "claim", ...getPrice(prices, n), terms });
    const [link] = await ctx.tx
      .insert(claimLinks)
      .values({ id: createId("claimLink"), orderLineId, cohortId, state, name, email, createdAt: ctx.now })
      .returning();
    if (!link) throw new Error("a claim link was not stored");
    await recordState(ctx, { type: "claim_link", id: link.id }, null, state);
    added.push(state === "open" ? await notifyHolder(ctx, link, order) : link);
  }
  return added;
}

function getPrice(prices: readonly PlacePrice[], place: number): PlacePrice {
  const price = prices[place];
  if (!price) throw new Error("a place has no price");
  return price;
}
