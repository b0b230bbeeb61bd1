import type { refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { endOpenLink } from "../claim-links/end-open-links.ts";
import { type FoundClaimLink, loadClaimLink } from "../claim-links/find-claim-link.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { authorize } from "../policy.ts";
import { endEmptiedOrder } from "./end-emptied-order.ts";
import { type ClaimCancellation, getClaimCancellation } from "./get-claim-cancellation.ts";
import { type PartRefund, requestPartRefund } from "./request-part-refund.ts";

/**
 * A place that nobody has claimed is given back: its link opens nothing any more, its seat goes to whoever waits. The buyer does it as the
 * cohort's terms say, and what comes back by them is asked back at once, by the way in which it was paid; what they do not allow is asked
 * of the office. The office does it whenever it likes: `refund` says whether the price of the place, or `returnedMinor` of it, goes back at once, or is left for
 * review. `seenMinor`: what the buyer was told comes back; refuses (`amount_mismatch`) when it is something else by now. The order itself
 * goes on while one of its places does. Gives back the refunds that were asked for.
 */
export async function cancelClaimLink(
  ctx: WriteCtx,
  input: {
    claimLinkId: string;
    why?: string;
    seenMinor?: number | undefined;
    refund?: "now" | "review" | undefined;
    returnedMinor?: number | undefined;
  },
): Promise<(typeof refunds.$inferSelect)[]> {
  const found = await loadClaimLink(ctx.tx, input.claimLinkId);
  authorize(ctx, "claim_link.cancel", found.resource);
  const isOwn = getActorId(ctx.actor) === found.order.buyerId;
  const { asked, trace } = await endClaimLink(ctx, found, { ...input, isOwn });
  await endEmptiedOrder(ctx, found.order.id, { why: trace.after.why });
  await audit(ctx, "claim_link.cancel", { type: "claim_link", id: found.link.id }, trace);
  return asked;
}

type Cancellation = {
  why?: string;
  seenMinor?: number | undefined;
  refund?: "now" | "review" | undefined;
  returnedMinor?: number | undefined;
  /** The buyer does it, as the terms say. */
  isOwn: boolean;
};

/** The step of it, for whatever ends such a place, which writes the `trace` into the audit log. */
export async function endClaimLink(ctx: VerbPartCtx, found: FoundClaimLink, { isOwn, ...input }: Cancellation) {
  if (found.link.state !== "open") throw new Refusal("wrong_state", { words: message("refusals.claim_link_not_open") });
  const why = isOwn ? "called off by the buyer" : (input.why ?? "");
  const part = isOwn ? await refundByTerms(ctx, found, input.seenMinor) : refundByOffice(found, input, why);
  if (!(await endOpenLink(ctx, found.link, why))) throw new Refusal("wrong_state");
  const asked = await requestPartRefund(ctx, found.order, part);
  if (!isOwn) await notifyBuyerOnce(ctx, found, why);
  const before = { state: found.link.state };
  const after = { state: "cancelled", why, order: found.order.code, returnedMinor: part.amountMinor, refund: part.how };
  return { asked, trace: { before, after } };
}

/** Once for each reason: an order may have thirty places, and a cohort that is cancelled ends them one by one. */
const notifyBuyerOnce = (ctx: StepCtx, { order }: FoundClaimLink, why: string) =>
  notifyBuyer(ctx, order.buyerId, {
    kind: "claims_ended",
    payload: { orderId: order.id, why },
    dedupeKey: `${order.id}:${why}`,
  });

const WORDS = {
  begun: message("refusals.ask_to_cancel_begun"),
  not_offered: message("refusals.ask_to_cancel_paid"),
  too_late: message("refusals.ask_to_cancel_late"),
  money: message("refusals.ask_to_cancel_money"),
} satisfies Record<Extract<ClaimCancellation, { how: "ask" }>["why"], unknown>;

async function refundByTerms(ctx: StepCtx, found: FoundClaimLink, seenMinor?: number): Promise<PartRefund> {
  const offer = await getClaimCancellation(ctx.tx, ctx.now, found);
  if (offer.how === "ask") throw new Refusal("wrong_state", { words: WORDS[offer.why] });
  if (seenMinor !== undefined && seenMinor !== offer.returnedMinor) {
    throw new Refusal("amount_mismatch", { words: message("refusals.terms_have_changed") });
  }
  const reason = "place called off by the buyer";
  return { how: "terms", amountMinor: offer.returnedMinor, lineId: found.line.id, reason, isEnded: true };
}

type OfficeRefund = { refund?: "now" | "review" | undefined; returnedMinor?: number | undefined };

function refundByOffice(
  { line }: FoundClaimLink,
  { refund = "review", returnedMinor }: OfficeRefund,
  why: string,
): PartRefund {
  const reason = why || "place cancelled";
  return { how: refund, amountMinor: returnedMinor ?? line.totalMinor, lineId: line.id, reason, isEnded: true };
}
