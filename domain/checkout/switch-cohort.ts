import { and, eq } from "drizzle-orm";
import { cohorts, courses, type enrolments, type refunds } from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { assertEnrolmentOpen } from "../courses/enrolment-window.ts";
import { isBeforeDeadline } from "../courses/leaving-terms.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import { getPlaceMoveDeadline } from "../enrolments/get-place-move-deadline.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { assertRulesMet } from "../rules/assert-rules-met.ts";
import { computeMovePrice, type MoveProblem } from "./compute-move-price.ts";
import { getMoveMoney } from "./get-move-money.ts";
import type { MoneyTrouble } from "./get-place-money.ts";
import { getWaitingMove } from "./get-waiting-move.ts";
import { addMoveOrder } from "./add-move-order.ts";
import { moveAndReturn } from "./move-and-return.ts";

/** `orderCode`: the order of the difference, which is paid first; null once the place is in its new cohort. */
export type Switched = { orderCode: string | null; asked: (typeof refunds.$inferSelect)[] };

type SwitchInput = { enrolmentId: string; toCohortId: string; seenMinor?: number | undefined };

/**
 * A student moves to another cohort of the same course by themselves, as the terms allow under which they bought their place or those of the
 * cohort that they leave, while enrolment in the other is open. One that costs less takes the
 * difference off the open parts of the plan, and gives back what is beyond that, as far as its terms would if the place were given back now; one that costs more is
 * paid first, by an order of its own: its seat is held meanwhile, and the old place is theirs until the money is there. Asking again for what
 * waits to be paid gives the same order. `seenMinor`: the difference that the student was told. Passes over nobody who waits
 * there, and no rule of the other cohort: the date of birth is what they said before.
 */
export async function switchCohort(ctx: WriteCtx, input: SwitchInput): Promise<Switched> {
  const { enrolment, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.leave", resource);
  if (enrolment.state !== "active") throw new Refusal("wrong_state");
  const waiting = await getWaitingMove(ctx.tx, enrolment.id);
  if (waiting?.toCohortId === input.toCohortId) return { orderCode: waiting.orderCode, asked: [] };
  if (waiting) throw refuse("refusals.move_waits_for_payment");
  const { from, to, courseState } = await loadBoth(ctx, enrolment, input.toCohortId);
  const deadline = await getPlaceMoveDeadline(ctx.tx, ctx.now, { enrolment, cohort: from });
  if (!deadline) throw refuse("refusals.ask_to_move");
  if (!isBeforeDeadline(deadline.until, ctx.now)) throw refuse("refusals.ask_to_move_late");
  assertEnrolmentOpen({ ...to, courseState }, ctx.now);
  const rules = await assertRulesMet(ctx, { cohortId: to.id, studentId: enrolment.studentId });
  if (rules?.needsApproval) throw refuse("refusals.apply_to_move");
  const money = await getMoveMoney(ctx.tx, ctx.now, { enrolment, cohort: from });
  const price = computeMovePrice(money, from, to);
  if (price.kind === "ask") {
    throw refuse(price.why === "money" ? MONEY_REASONS[money.trouble ?? "under_way"] : MOVE_REASONS[price.why]);
  }
  const { differenceMinor, takenOffMinor } = price;
  if (input.seenMinor !== undefined && input.seenMinor !== differenceMinor) {
    throw new Refusal("amount_mismatch", { words: message("refusals.difference_has_changed") });
  }
  const switched =
    differenceMinor > 0
      ? {
          orderCode: (await addMoveOrder(ctx, { enrolment, to, differenceMinor, bought: money.money?.bought })).code,
          asked: [],
        }
      : {
          orderCode: null,
          asked: await moveAndReturn(ctx, { enrolment, to, differenceMinor, takenOffMinor, money: money.money }),
        };
  await audit(
    ctx,
    "enrolment.leave",
    { type: "enrolment", id: enrolment.id },
    {
      before: { cohort: from.id },
      after: {
        cohort: to.id,
        differenceMinor,
        ...(takenOffMinor > 0 && { takenOffMinor }),
        order: switched.orderCode ?? undefined,
      },
    },
  );
  return switched;
}

/** Why the office settles a move at another price. */
const MOVE_REASONS = {
  given: "refusals.ask_to_move_price",
  gift: "refusals.ask_to_move_price",
  currency: "refusals.ask_to_move_price",
  free: "refusals.ask_to_move_free",
} as const satisfies Record<Exclude<MoveProblem, "money">, Message["key"]>;

/** The same, by what became of the money. */
const MONEY_REASONS = {
  under_way: "refusals.ask_to_move_money",
  reviewed: "refusals.ask_to_move_reviewed",
  moved: "refusals.ask_to_move_moved",
} as const satisfies Record<MoneyTrouble, Message["key"]>;

const refuse = (key: Message["key"]) => new Refusal("wrong_state", { words: { key } satisfies Message });

async function loadBoth(ctx: StepCtx, enrolment: typeof enrolments.$inferSelect, toCohortId: string) {
  const rows = await ctx.tx
    .select({ cohort: cohorts, courseState: courses.state })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.courseId, enrolment.courseId)));
  const from = rows.find(({ cohort }) => cohort.id === enrolment.cohortId)?.cohort;
  const to = rows.find(({ cohort }) => cohort.id === toCohortId);
  if (!from || !to) throw new Refusal("not_found");
  return { from, to: to.cohort, courseState: to.courseState };
}
