import { type cohorts, type enrolments, moves, type refunds } from "#db/schema/index.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { PlaceMoney } from "./get-place-money.ts";
import { moveToCohort } from "./move-to-cohort.ts";
import { sendBackDifference } from "./send-back-difference.ts";
import { issueLowerInvoice, takeOffPlan } from "./take-off-plan.ts";

type Move = {
  enrolment: typeof enrolments.$inferSelect;
  to: typeof cohorts.$inferSelect;
  /** At most nothing: what it costs less. And how much of that is taken off the open parts of its plan; the rest goes back. */
  differenceMinor: number;
  takenOffMinor: number;
  money: PlaceMoney | undefined;
  /** Why the office moves it; none where its student does. */
  office?: { why: string };
};

/**
 * The step of moving a place to a cohort that costs no more: it moves at once. What is cheaper is taken off the parts of its plan that are still
 * to come, and goes back beyond that. Gives back the refunds that were asked for.
 */
export async function moveAndReturn(
  ctx: VerbPartCtx,
  { enrolment, to, differenceMinor, takenOffMinor, money, office }: Move,
): Promise<(typeof refunds.$inferSelect)[]> {
  const returnedMinor = -differenceMinor - takenOffMinor;
  const of = (minor: number) => (money && minor > 0 ? { minor, currency: money.currency } : undefined);
  const [returned, takenOff] = [of(returnedMinor), of(takenOffMinor)];
  const told = { ...(returned && { returned }), ...(takenOff && { takenOff }) };
  await moveToCohort(ctx, enrolment, to, { why: office?.why ?? "by the student", ...told });
  const first = money?.orders[0];
  if (differenceMinor === 0 || !money || !first) return [];
  if (takenOffMinor > 0) await takeOffPlan(ctx, first.order, takenOffMinor);
  await ctx.tx.insert(moves).values({
    ...{ id: createId("move"), enrolmentId: enrolment.id, fromCohortId: enrolment.cohortId, toCohortId: to.id },
    ...{ state: "moved", differenceMinor, takenOffMinor, createdAt: ctx.now, decidedAt: ctx.now },
  });
  if (takenOffMinor > 0) await issueLowerInvoice(ctx, first.order);
  return sendBackDifference(ctx, money, returnedMinor, office ? "office" : "terms");
}
