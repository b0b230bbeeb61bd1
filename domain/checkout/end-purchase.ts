import { eq } from "drizzle-orm";
import { enrolments, orders, type refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadClaimLink } from "../claim-links/find-claim-link.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { getSpentCreditMinor } from "../ledger/credit-sums.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { endClaimLink } from "./cancel-claim-link.ts";
import { endEmptiedOrder } from "./end-emptied-order.ts";
import { endWithOrder } from "./end-with-order.ts";
import { type EndingLine, findEnding } from "./get-ending.ts";
import { requestPartRefund } from "./request-part-refund.ts";

/**
 * What becomes of one line: `amountMinor` of its money goes back, and the place ends or stays. `seenMinor`: how much of it whoever decides was
 * told is here.
 */
export type LineEnding = {
  lineId: string;
  access: "ends" | "stays";
  amountMinor: number;
  seenMinor?: number | undefined;
};

export type EndPurchaseInput = {
  orderId: string;
  lines: readonly LineEnding[];
  why: string;
  /** Whether the money is asked back at once, or left for whoever looks after the money. */
  refund: "now" | "review";
};

type Refund = typeof refunds.$inferSelect;

/**
 * The office ends something paid, whole or by line: each place ends or stays, and as much of its money as is said goes back by the way it
 * came; what an ended place does not give back the school keeps. Refuses an amount beyond what is here of a line (`refund_too_large`), a line
 * that has nothing to end (`wrong_state`), one of which something went back since it was seen (`amount_mismatch`), and to do nothing at all (`invalid_input`). Gives back the refunds that were asked for.
 */
export async function endPurchase(ctx: WriteCtx, input: EndPurchaseInput): Promise<Refund[]> {
  authorize(ctx, "order.end", {});
  const { asked, trace } = await endLines(ctx, input, "asked");
  await audit(ctx, "order.end", { type: "order", id: input.orderId }, trace);
  return asked;
}

/** Whether each place asks the policy who may end it, or is ended by a withdrawal: whoever may accept one ends its places. */
type Leave = "asked" | "withdrawal";

/** The step of it, for the verbs that end what was bought, which write the `trace` into the audit log. */
export async function endLines(ctx: VerbPartCtx, input: EndPurchaseInput, leave: Leave) {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  const ending = await findEnding(ctx.tx, ctx.now, { orderId: order.id });
  const chosen = checkLines(input.lines, ending?.lines ?? []);
  const isMoney = chosen.some(({ amountMinor }) => amountMinor > 0);
  if (isMoney && input.refund === "now") authorize(ctx, "refund.request", {});
  const asked: Refund[] = [];
  for (const each of chosen) asked.push(...(await endLine(ctx, each, input, leave)));
  if (chosen.some(({ access }) => access === "ends")) {
    const owedMinor = input.refund === "review" ? chosen.reduce((sum, { amountMinor }) => sum + amountMinor, 0) : 0;
    await endEmptiedOrder(ctx, order.id, { why: input.why, owedMinor });
  }
  const lines = chosen.map(({ line, access, amountMinor }) => ({
    ...{ line: line.id, access, amountMinor, proposedMinor: line.returnedMinor },
  }));
  const after = { why: input.why, refund: input.refund, lines };
  return { asked, trace: { before: { state: order.state }, after } };
}

type Chosen = Pick<LineEnding, "access" | "amountMinor"> & { line: EndingLine };

/** The lines that were named, each with what is known of it. What is wrong stands beside its amount. */
function checkLines(wanted: readonly LineEnding[], known: readonly EndingLine[]): Chosen[] {
  const chosen: Chosen[] = [];
  for (const { lineId, access, amountMinor, seenMinor } of wanted) {
    const line = known.find(({ id }) => id === lineId);
    if (!line || chosen.some((each) => each.line.id === lineId)) throw new Refusal("not_found");
    const field = `amount-${lineId}`;
    // A form that is sent twice, or by two people, gives back once.
    if (seenMinor !== undefined && seenMinor !== line.paidMinor) {
      throw new Refusal("amount_mismatch", { words: message("endings.changed_meanwhile") });
    }
    if (access === "ends" && !line.canEnd) throw new Refusal("wrong_state");
    if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) throw new Refusal("invalid_input");
    if (amountMinor > line.paidMinor) {
      throw new Refusal("refund_too_large", { fields: { [field]: message("refusals.refund_too_large") } });
    }
    if (access === "stays" && amountMinor === 0) {
      throw new Refusal("invalid_input", { fields: { [field]: message("endings.nothing_to_do") } });
    }
    chosen.push({ line, access, amountMinor });
  }
  if (chosen.length === 0) throw new Refusal("invalid_input", { words: message("endings.choose_a_line") });
  return chosen;
}

async function endLine(
  ctx: VerbPartCtx,
  { line, access, amountMinor }: Chosen,
  { why, refund }: Pick<EndPurchaseInput, "why" | "refund">,
  leave: Leave,
): Promise<Refund[]> {
  if (access === "stays") return refundLine(ctx, line, amountMinor, { why, refund });
  if (line.claimLink?.state === "open") {
    const claimLinkId = line.claimLink.id;
    const found = await loadClaimLink(ctx.tx, claimLinkId);
    if (leave === "asked") authorize(ctx, "claim_link.cancel", found.resource);
    const ending = { why, refund, returnedMinor: amountMinor, isOwn: false };
    const { asked, trace } = await endClaimLink(ctx, found, ending);
    await audit(ctx, "claim_link.cancel", { type: "claim_link", id: claimLinkId }, trace);
    return asked;
  }
  if (leave === "asked") authorize(ctx, "enrolment.cancel", {});
  const [place] = await ctx.tx
    .select()
    .from(enrolments)
    .where(eq(enrolments.id, line.enrolment?.id ?? ""));
  if (!place) throw new Refusal("wrong_state");
  const { asked, orderCode } = await endWithOrder(ctx, place, { why, refund, returnedMinor: amountMinor });
  const after = { state: "cancelled", why, order: orderCode, returnedMinor: amountMinor };
  const before = { state: place.state };
  await audit(ctx, "enrolment.cancel", { type: "enrolment", id: place.id }, { before, after });
  return asked;
}

/** Money that goes back of a place that stays, out of the newest of its orders first. */
async function refundLine(
  ctx: VerbPartCtx,
  line: EndingLine,
  amountMinor: number,
  { why, refund }: Pick<EndPurchaseInput, "why" | "refund">,
): Promise<Refund[]> {
  const asked: Refund[] = [];
  let owed = amountMinor;
  for (const orderId of line.orderIds.toReversed()) {
    const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
    if (!order || owed <= 0) continue;
    const part = { how: refund, amountMinor: owed, reason: why, ...(line.kind === "claim" ? { lineId: line.id } : {}) };
    const spentMinor = await getSpentCreditMinor(ctx.tx, orderId);
    const sent = await requestPartRefund(ctx, order, part);
    // What went back to the buyer's credit is no refund.
    owed -= spentMinor - (await getSpentCreditMinor(ctx.tx, orderId));
    owed -= sent.reduce((sum, each) => sum + each.amountMinor, 0);
    asked.push(...sent);
  }
  return asked;
}
