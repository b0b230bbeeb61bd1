import { and, eq } from "drizzle-orm";
import { cohorts, type enrolments, type refunds } from "#db/schema/index.ts";
import { type Message, message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadClaimLink } from "../claim-links/find-claim-link.ts";
import { findClaimOf } from "../claim-links/find-claim-of.ts";
import { addMs, HOUR_MS } from "../kernel/clock.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { authorize } from "../policy.ts";
import { listRulesPassedOver } from "../rules/list-rules-passed-over.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import { addMoveOrder } from "./add-move-order.ts";
import { computeMovePrice, type MoveProblem } from "./compute-move-price.ts";
import { getMoveMoney, removeTerms } from "./get-move-money.ts";
import { getWaitingMove } from "./get-waiting-move.ts";
import { moveAndReturn } from "./move-and-return.ts";
import { moveToCohort } from "./move-to-cohort.ts";

/** `orderCode`: the order of the difference, which is paid first; null once the place is in its new cohort. */
export type MovedByOffice = { orderCode: string | null; asked: (typeof refunds.$inferSelect)[] };

/** Whether the difference in price is charged or given back, or the place moves without it. */
export const MOVE_DIFFERENCES = ["settle", "none"] as const;
export type MoveDifference = (typeof MOVE_DIFFERENCES)[number];

type Input = {
  enrolmentId: string;
  toCohortId: string;
  why: string;
  inSpiteOfRules?: boolean | undefined;
  difference?: MoveDifference | undefined;
};

/**
 * The office moves an active place to another cohort of the same course. The new seat is claimed before the old one is given back, and the student
 * is told, because other days and another place may be meant. `difference`: `settle` charges what the other cohort costs more, by an order that
 * is mailed to the student and paid before the place moves, or takes what it costs less off the
 * open parts of its plan, and gives back at once what is beyond that, by whoever may send money back; `none`, which
 * is what counts where nothing is said, leaves the order and what was paid as they are. Refuses (`wrong_state`) to settle a difference
 * that cannot be worked out, saying why and what helps, and while another move of the place waits to be paid.
 */
export async function moveEnrolment(ctx: WriteCtx, input: Input): Promise<MovedByOffice> {
  const { enrolment: before, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.move", resource);
  const [target] = await ctx.tx
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.id, input.toCohortId), eq(cohorts.courseId, before.courseId), eq(cohorts.state, "open")));
  if (!target) throw new Refusal("not_found");
  const { why, inSpiteOfRules, difference = "none" } = input;
  const place = { cohortId: target.id, studentId: before.studentId };
  const passedOver = await listRulesPassedOver(ctx, { ...place, why, inSpiteOfRules });
  const { differenceMinor, takenOffMinor, ...moved } = await (difference === "settle" ? settle : leave)(
    ctx,
    before,
    target,
    why,
  );
  const settled =
    differenceMinor === undefined
      ? {}
      : { differenceMinor, ...(takenOffMinor ? { takenOffMinor } : {}), order: moved.orderCode ?? undefined };
  await audit(
    ctx,
    "enrolment.move",
    { type: "enrolment", id: before.id },
    { before: { cohort: before.cohortId }, after: { cohort: target.id, why, difference, ...settled, ...passedOver } },
  );
  return moved;
}

type Enrolment = typeof enrolments.$inferSelect;
type Cohort = typeof cohorts.$inferSelect;
type Done = MovedByOffice & { differenceMinor?: number; takenOffMinor?: number };

/** Each cause says what helps. */
const MOVE_PROBLEMS: Record<MoveProblem, Message> = {
  given: message("refusals.move_unsettled_given"),
  gift: message("refusals.move_unsettled_gift"),
  currency: message("refusals.move_unsettled_currency"),
  free: message("refusals.move_unsettled_free"),
  money: message("refusals.move_unsettled_money"),
};

async function explain(ctx: VerbPartCtx, enrolmentId: string, why: MoveProblem): Promise<Message> {
  const claim = why === "given" ? await findClaimOf(ctx.tx, enrolmentId) : undefined;
  if (!claim) return MOVE_PROBLEMS[why];
  const { order } = await loadClaimLink(ctx.tx, claim.id);
  return message("refusals.move_unsettled_claimed", { orderCode: order.code });
}

async function leave(ctx: VerbPartCtx, before: Enrolment, target: Cohort, why: string): Promise<Done> {
  await moveToCohort(ctx, before, target, { why, isUnsettled: true });
  return { orderCode: null, asked: [] };
}

async function settle(ctx: VerbPartCtx, before: Enrolment, target: Cohort, why: string): Promise<Done> {
  if (before.state !== "active") throw new Refusal("wrong_state");
  if (await getWaitingMove(ctx.tx, before.id)) {
    throw new Refusal("wrong_state", { words: message("refusals.office_move_waits_for_payment") });
  }
  const [from] = await ctx.tx.select().from(cohorts).where(eq(cohorts.id, before.cohortId));
  if (!from) throw new Refusal("not_found");
  const money = await getMoveMoney(ctx.tx, ctx.now, { enrolment: before, cohort: from });
  const price = computeMovePrice(removeTerms(money), from, target);
  if (price.kind === "ask") throw new Refusal("wrong_state", { words: await explain(ctx, before.id, price.why) });
  const { differenceMinor, takenOffMinor } = price;
  const bought = money.money?.bought;
  if (differenceMinor <= 0) {
    const move = { enrolment: before, to: target, differenceMinor, takenOffMinor, money: money.money, office: { why } };
    return { orderCode: null, asked: await moveAndReturn(ctx, move), differenceMinor, takenOffMinor };
  }
  // Whoever is written to needs time to read: as long as for an offer from the waiting list.
  const until = addMs(ctx.now, ctx.rules.offerHours * HOUR_MS);
  const order = await addMoveOrder(ctx, { enrolment: before, to: target, differenceMinor, bought, until });
  const mail = { kind: "order_to_pay", payload: { orderId: order.id }, dedupeKey: order.id };
  await notifyBuyer(ctx, before.studentId, mail);
  return { orderCode: order.code, asked: [], differenceMinor };
}
