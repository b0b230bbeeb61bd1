import { type cohorts, type enrolments, moves, type refunds } from "#db/schema/index.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { PlaceMoney } from "./get-place-money.ts";
import { moveToCohort } from "./move-to-cohort.ts";
import { sendBackDifference } from "./send-back-difference.ts";

type Move = {
  enrolment: typeof enrolments.$inferSelect;
  to: typeof cohorts.$inferSelect;
  /** At most nothing: what goes back. */
  differenceMinor: number;
  money: PlaceMoney | undefined;
  /** Why the office moves it; none where its student does. */
  office?: { why: string };
};

/**
 * The step of moving a place to a cohort that costs no more: it moves at once, and what is cheaper goes back. Gives back the refunds that were
 * asked for.
 */
export async function moveAndReturn(
  ctx: VerbPartCtx,
  { enrolment, to, differenceMinor, money, office }: Move,
): Promise<(typeof refunds.$inferSelect)[]> {
  const returned = money && differenceMinor < 0 ? { minor: -differenceMinor, currency: money.currency } : undefined;
  await moveToCohort(ctx, enrolment, to, { why: office?.why ?? "by the student", ...(returned && { returned }) });
  if (differenceMinor === 0 || !money) return [];
  await ctx.tx.insert(moves).values({
    ...{ id: createId("move"), enrolmentId: enrolment.id, fromCohortId: enrolment.cohortId, toCohortId: to.id },
    ...{ state: "moved", differenceMinor, createdAt: ctx.now, decidedAt: ctx.now },
  });
  return sendBackDifference(ctx, money, -differenceMinor, office ? "office" : "terms");
}
