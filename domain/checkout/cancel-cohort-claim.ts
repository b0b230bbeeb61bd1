import { and, eq, inArray } from "drizzle-orm";
import { claimLinks, cohorts, type refunds } from "#db/schema/index.ts";
import { loadClaimLink } from "../claim-links/find-claim-link.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { requireApproval } from "./require-approval.ts";
import { cancelClaimLink } from "./cancel-claim-link.ts";
import { cancelOrder } from "./cancel-order.ts";
import { getCohortDecision } from "./get-cohort-decision.ts";
import { markCohortEnding } from "./mark-cohort-ending.ts";

/**
 * Ends one place of a cohort that was cancelled that somebody has bought for others and nobody has claimed, as it was decided then: an order
 * that is not paid is called off as one, and of a paid one the price of the place goes back or is left for review. Gives back the refunds
 * that were asked for; none when it was claimed or has ended meanwhile.
 */
// eslint-disable-next-line matricula/write-verbs-check -- It is `cancelClaimLink` or `cancelOrder`, which audit, for a place that is still to be cancelled.
export async function cancelCohortClaim(
  ctx: WriteCtx,
  input: { claimLinkId: string },
): Promise<(typeof refunds.$inferSelect)[]> {
  const { claimLinkId } = input;
  authorize(ctx, "claim_link.cancel", {});
  const [live] = await ctx.tx
    .select({ state: claimLinks.state, cohortId: claimLinks.cohortId })
    .from(claimLinks)
    .innerJoin(cohorts, eq(cohorts.id, claimLinks.cohortId))
    .where(
      and(
        eq(claimLinks.id, claimLinkId),
        inArray(claimLinks.state, ["unpaid", "open"]),
        eq(cohorts.state, "cancelled"),
      ),
    );
  if (!live) return [];
  const decision = await getCohortDecision(ctx.tx, live.cohortId);
  const { why, refund } = decision;
  const asked = live.state === "open" ? await cancelClaimLink(ctx, { claimLinkId, why, refund }) : [];
  await markCohortEnding(ctx, live.cohortId, { claimLinkId }, { state: "done" });
  if (live.state === "open") return requireApproval(ctx, asked, decision);
  const { order } = await loadClaimLink(ctx.tx, claimLinkId);
  await cancelOrder(ctx, { orderId: order.id, why });
  return [];
}
