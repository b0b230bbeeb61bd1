import { and, eq, exists, inArray, not } from "drizzle-orm";
import { claimLinks, cohortEndings, enrolments, holds, orderLines } from "#db/schema/index.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { endApplications } from "../applications/end-applications.ts";
import { audit } from "../audit.ts";
import { type Cohort, cohortMachine } from "../courses/machine.ts";
import { loadCohort } from "../courses/load-course.ts";
import { closeMoves } from "./close-moves.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { authorize } from "../policy.ts";
import { isAboveApproval } from "../refunds/is-approval-needed.ts";
import { isLargeRefund } from "../refunds/request-refund.ts";
import { endCohortBlocks } from "../seat-blocks/end-cohort-blocks.ts";
import { stillHeld } from "../seats/claims.ts";
import { endWaiting } from "../seats/end-waiting.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { getPaidInCohort } from "./get-paid-in-cohort.ts";
import { isLivePlace } from "./live-places.ts";

/** Rows that one statement writes. */
const AT_ONCE = 500;

/** What becomes of the money of those who paid for a cohort that is cancelled. */
export type CohortRefund = "now" | "review";

/**
 * Takes an offering back: nobody can enrol in it from now on. While somebody has a place or a held seat it is refused, unless
 * `refund` says what becomes of their money: then a job cancels the places afterwards, each in a write of its own, so that
 * no number of students stands in anybody's way (`cancelCohortPlace`). Whoever waits, was offered a seat or has applied is told by mail.
 */
export async function cancelCohort(
  ctx: WriteCtx,
  input: { cohortId: string; why?: string; refund?: CohortRefund | undefined },
): Promise<Cohort> {
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, input.cohortId);
  if (cohort.state !== "open") throw new Refusal("wrong_state");
  const held = input.refund ? await authorizePlaces(ctx, cohort.id, input.refund) : {};
  // A seat that is offered is given back first; the rest of a long list is told by the job.
  const waited = await endWaiting(ctx, cohort.id, input.why ?? "");
  await endApplications(ctx, cohort.id, input.why ?? "");
  const cancelled = await tryTransition(ctx, cohortMachine, cohort.id, "cancelled", {
    set: { updatedAt: ctx.now },
    why: input.why,
    ...(input.refund ? {} : { where: isUnused(ctx, cohort.id) }),
  });
  if (!cancelled) throw new Refusal("cohort_in_use");
  await endCohortBlocks(ctx, cohort.id);
  const why = input.why ?? "";
  for (const { id, buyerId } of await closeMoves(ctx, { toCohortId: cohort.id }, why || "cohort cancelled")) {
    await notifyBuyer(ctx, buyerId, { kind: "order_cancelled", payload: { orderId: id, why }, dedupeKey: id });
  }
  await bumpCatalogueVersion(ctx);
  const places = input.refund ? { refund: input.refund, places: await listPlaces(ctx, cohort.id), ...held } : {};
  await audit(
    ctx,
    "cohort.edit",
    { type: "cohort", id: cohort.id },
    { before: { state: cohort.state }, after: { state: cancelled.state, why: input.why, waited, ...places } },
  );
  return cancelled;
}

/** Whoever cancels the places and sends the money back must be one who may do both one by one. Says whether a second person must allow it. */
async function authorizePlaces(
  ctx: WriteCtx,
  cohortId: string,
  refund: CohortRefund,
): Promise<{ approval?: "awaited" }> {
  authorize(ctx, "enrolment.cancel", {});
  if (refund !== "now") return {};
  authorize(ctx, "refund.request", {});
  const paid = await getPaidInCohort(ctx.tx, cohortId);
  if (paid.totals.some((total) => isLargeRefund(total, ctx.rules))) requireRecentSignIn(ctx);
  const { refundApprovalAbove } = await getSchoolSettings(ctx.tx);
  return paid.totals.some((total) => isAboveApproval(total, refundApprovalAbove)) ? { approval: "awaited" } : {};
}

/** SQL: nobody has a place or a seat held for an order. A seat that is offered to somebody who waits counts for none. */
function isUnused(ctx: WriteCtx, cohortId: string) {
  const live = ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), isLivePlace));
  const ordered = ctx.tx
    .select({ id: holds.id })
    .from(holds)
    .innerJoin(orderLines, eq(orderLines.id, holds.orderLineId))
    .where(and(eq(holds.cohortId, cohortId), stillHeld));
  const bought = ctx.tx
    .select({ id: claimLinks.id })
    .from(claimLinks)
    .where(and(eq(claimLinks.cohortId, cohortId), eq(claimLinks.state, "open")));
  return and(not(exists(live)), not(exists(ordered)), not(exists(bought)));
}

/** Writes down every place that the job is to end, so that a person sees how far it is. Gives back how many there are. */
async function listPlaces(ctx: WriteCtx, cohortId: string): Promise<number> {
  const live = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), isLivePlace));
  const bought = await ctx.tx
    .select({ id: claimLinks.id })
    .from(claimLinks)
    .where(and(eq(claimLinks.cohortId, cohortId), inArray(claimLinks.state, ["unpaid", "open"])));
  const about = { cohortId, state: "waiting" as const, createdAt: ctx.now };
  const rows = [
    ...live.map(({ id }) => ({ ...about, id: createId("cohortEnding"), enrolmentId: id })),
    ...bought.map(({ id }) => ({ ...about, id: createId("cohortEnding"), claimLinkId: id })),
  ];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await ctx.tx.insert(cohortEndings).values(rows.slice(from, from + AT_ONCE));
  }
  return rows.length;
}
