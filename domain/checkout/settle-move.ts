import { and, eq } from "drizzle-orm";
import type { ReviewReason } from "#db/enums.ts";
import { auditLog, cohorts, enrolments, moves, orders } from "#db/schema/index.ts";
import { enrolQueries } from "../enrolments/enrol-queries.ts";
import { moveClaimedPlace } from "./move-claimed-place.ts";
import type { StepCtx } from "../kernel/command.ts";
import { claimSeat, takeHeldSeat } from "../seats/claims.ts";
import { settleQueries } from "./settle-queries.ts";

type Settled =
  | "moved"
  | Extract<ReviewReason, "money_after_cancellation" | "late_money_no_seat" | "late_money_enrolled_elsewhere">;

/**
 * The difference for a dearer cohort has arrived: the place is moved to the seat that was held for it. Late money is honoured while the place
 * is still where it was and a seat can be had. Never moves a place that has ended, is paused or is elsewhere by now: a person looks at it.
 */
export async function settleMove(
  ctx: StepCtx,
  { id: orderLineId, orderId }: { id: string; orderId: string },
): Promise<Settled> {
  const [found] = await ctx.tx
    .select({ move: moves, enrolment: enrolments, to: cohorts })
    .from(moves)
    .innerJoin(enrolments, eq(enrolments.id, moves.enrolmentId))
    .innerJoin(cohorts, eq(cohorts.id, moves.toCohortId))
    .where(eq(moves.orderLineId, orderLineId));
  if (!found) throw new Error("an order of a move has none");
  const { move, enrolment, to } = found;
  if (enrolment.state !== "active" || to.state !== "open") return "money_after_cancellation";
  const isHeld = move.state === "awaiting_payment";
  const place = { cohortId: to.id, studentId: enrolment.studentId };
  const [present] = await enrolQueries(ctx.tx).present.execute(place);
  if (enrolment.cohortId !== move.fromCohortId || present || (!isHeld && (await hasWaitingMove(ctx, enrolment.id)))) {
    return "late_money_enrolled_elsewhere";
  }
  if (isHeld) {
    await settleQueries(ctx.tx).takeHold.execute({ orderLineId });
    await takeHeldSeat(ctx, to.id);
  } else if (!(await claimSeat(ctx, to.id, "taken"))) return "late_money_no_seat";
  await ctx.tx.update(moves).set({ state: "moved", decidedAt: ctx.now }).where(eq(moves.id, move.id));
  const why = (await findReasonOfOffice(ctx, enrolment.id, orderId)) ?? "by the student";
  await moveClaimedPlace(ctx, enrolment, to, { why, orderId });
  return "moved";
}

/** Why the office has moved it, when it was the office that has asked for the difference; the audit log knows. */
async function findReasonOfOffice(ctx: StepCtx, enrolmentId: string, orderId: string): Promise<string | undefined> {
  const [order] = await ctx.tx.select({ code: orders.code }).from(orders).where(eq(orders.id, orderId));
  const decided = await ctx.tx
    .select({ after: auditLog.after })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.objectType, "enrolment"),
        eq(auditLog.objectId, enrolmentId),
        eq(auditLog.action, "enrolment.move"),
      ),
    );
  const why = decided.find(({ after }) => after?.order === order?.code)?.after?.why;
  return typeof why === "string" && why !== "" ? why : undefined;
}

async function hasWaitingMove(ctx: StepCtx, enrolmentId: string): Promise<boolean> {
  const [waiting] = await ctx.tx
    .select({ id: moves.id })
    .from(moves)
    .where(and(eq(moves.enrolmentId, enrolmentId), eq(moves.state, "awaiting_payment")));
  return waiting !== undefined;
}
