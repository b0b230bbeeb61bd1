import type { refunds } from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { endWithOrder } from "./end-with-order.ts";
import { getLeavingOffer, type LeavingOffer } from "./get-leaving-offer.ts";

/**
 * A student gives back a place of their own, before its cohort begins: one that has cost nothing, or one that was paid where the
 * cohort's terms allow it. The seat goes to whoever waits, and what comes back by the terms is asked back at once; nobody in the office
 * has anything to do. What the terms do not allow the office decides: it is asked by a ticket. An order that waits for payment is called
 * off as one (cancel-order.ts). `seenMinor`: what the student was told comes back, below nothing what they were told they still
 * owe; refuses (`amount_mismatch`) when it is something else by now. Gives back the refunds that were asked for.
 */
export async function leaveCohort(
  ctx: WriteCtx,
  input: { enrolmentId: string; seenMinor?: number | undefined },
): Promise<(typeof refunds.$inferSelect)[]> {
  const { enrolment, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.leave", resource);
  if (enrolment.state === "pending") {
    throw new Refusal("wrong_state", { words: message("refusals.cancel_order_instead") });
  }
  const offer = await getLeavingOffer(ctx.tx, ctx.now, enrolment.id);
  if (!offer) throw new Refusal("wrong_state");
  if (offer.how === "ask") throw new Refusal("wrong_state", { words: REASONS[offer.why ?? "not_offered"] });
  const { paid } = offer;
  const [returnedMinor, owedMinor] = [paid?.returned.minor ?? 0, paid?.owed.minor ?? 0];
  if (input.seenMinor !== undefined && input.seenMinor !== returnedMinor - owedMinor) {
    throw new Refusal("amount_mismatch", { words: message("refusals.terms_have_changed") });
  }
  const { asked, orderCode } = await endWithOrder(ctx, enrolment, {
    ...{ why: "called off by the student", isOwn: true },
    ...(paid ? { keptMinor: paid.kept.minor, owedMinor } : {}),
  });
  const money = paid ? { returnedMinor, keptMinor: paid.kept.minor, ...(owedMinor > 0 && { owedMinor }) } : {};
  await audit(
    ctx,
    "enrolment.leave",
    { type: "enrolment", id: enrolment.id },
    { before: { state: enrolment.state }, after: { state: "cancelled", order: orderCode, ...money } },
  );
  return asked;
}

const REASONS: Record<NonNullable<LeavingOffer["why"]>, Message> = {
  begun: message("refusals.ask_to_cancel_begun"),
  not_offered: message("refusals.ask_to_cancel_paid"),
  too_late: message("refusals.ask_to_cancel_late"),
  renewed: message("refusals.ask_to_cancel_renewed"),
  reviewed: message("refusals.ask_to_cancel_reviewed"),
  under_way: message("refusals.ask_to_cancel_under_way"),
  moved: message("refusals.ask_to_cancel_money"),
};
