import { eq } from "drizzle-orm";
import { claimLinks, cohortEndings, enrolments, orders, refundLines, refunds } from "#db/schema/index.ts";
import { loadClaimLink } from "../claim-links/find-claim-link.ts";
import { findClaimOf } from "../claim-links/find-claim-of.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";
import { authorize } from "../policy.ts";
import { listOwedRefunds } from "../refunds/list-owed-refunds.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { requireApproval } from "./require-approval.ts";
import { getCohortDecision } from "./get-cohort-decision.ts";
import { getPlaceMoney } from "./get-place-money.ts";
import { markCohortEnding } from "./mark-cohort-ending.ts";
import { requestPartRefund } from "./request-part-refund.ts";

type Refund = typeof refunds.$inferSelect;

/**
 * Asks once more for the money of a place of a cancelled cohort that has ended, when its refund has failed and the money was to go back at once.
 * What is on its way or gone is not asked for again. Gives back the refunds that were asked for.
 */
// eslint-disable-next-line matricula/write-verbs-check -- It is `requestRefund`, which audits, for what is owed still.
export async function refundCohortEnding(ctx: WriteCtx, input: { endingId: string }): Promise<Refund[]> {
  authorize(ctx, "refund.request", {});
  const [ending] = await ctx.tx.select().from(cohortEndings).where(eq(cohortEndings.id, input.endingId));
  if (!ending) throw new Refusal("not_found");
  const { cohortId, enrolmentId, claimLinkId } = ending;
  const decision = await getCohortDecision(ctx.tx, cohortId);
  const { why, refund } = decision;
  const reason = why || "cohort cancelled";
  const asked =
    refund !== "now"
      ? []
      : enrolmentId === null
        ? await refundClaim(ctx, claimLinkId ?? "", reason)
        : await refundPlace(ctx, enrolmentId, reason);
  const place = enrolmentId === null ? { claimLinkId: claimLinkId ?? "" } : { enrolmentId };
  await markCohortEnding(ctx, cohortId, place, { state: "done" });
  return requireApproval(ctx, asked, decision);
}

async function refundPlace(ctx: VerbPartCtx, enrolmentId: string, reason: string): Promise<Refund[]> {
  const [place] = await ctx.tx.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  const bought = place && (await getPlaceMoney(ctx.tx, place));
  if (!bought) {
    const claim = await findClaimOf(ctx.tx, enrolmentId);
    return claim ? refundClaim(ctx, claim.id, reason) : [];
  }
  const asked: Refund[] = [];
  for (const { order } of bought.orders) {
    const [now] = await ctx.tx.select().from(orders).where(eq(orders.id, order.id));
    for (const owed of now ? await listOwedRefunds(ctx.tx, now) : []) {
      asked.push((await requestRefund(ctx, { ...owed, reason })).refund);
    }
  }
  return asked;
}

/** As much as failed of its line, and was not sent again since. */
async function refundClaim(ctx: VerbPartCtx, claimLinkId: string, reason: string): Promise<Refund[]> {
  const [link] = await ctx.tx.select().from(claimLinks).where(eq(claimLinks.id, claimLinkId));
  if (link?.state !== "cancelled") return [];
  const { line, order } = await loadClaimLink(ctx.tx, claimLinkId);
  const tries = await ctx.tx
    .select({ state: refunds.state, minor: refundLines.amountMinor })
    .from(refundLines)
    .innerJoin(refunds, eq(refunds.id, refundLines.refundId))
    .where(eq(refundLines.orderLineId, line.id));
  const sum = (isLive: boolean) =>
    tries.filter(({ state }) => LIVE_REFUNDS.includes(state) === isLive).reduce((total, { minor }) => total + minor, 0);
  const amountMinor = Math.min(sum(false), line.totalMinor - sum(true));
  return requestPartRefund(ctx, order, { how: "now", amountMinor, reason, lineId: line.id });
}
