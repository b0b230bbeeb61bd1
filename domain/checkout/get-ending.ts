import type { ClaimLinkState, EnrolmentState, LineKind, OrderState } from "#db/enums.ts";
import type { Reader, Tx } from "#db/types.ts";
import { pickCancelTerms } from "../courses/agreed-terms.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { isAllowed } from "../policy.ts";
import { getCreditableMinor, getRefundsUnderWay } from "../refunds/refund-due.ts";
import { getPlaceMoney, type PlaceMoney } from "./get-place-money.ts";
import {
  type EndingLineRow,
  type EndingSubject,
  type EndingWay,
  getGoneOfLines,
  getRenewedMinor,
  listLeft,
  loadEndingLines,
} from "./load-ending-lines.ts";
import { pickPlaceTerms } from "./pick-place-terms.ts";

/**
 * What says how much comes back: the terms, a share less a fee until a day; nothing since a day; what an order that has ended owes still; or
 * nothing at all, so that the office decides.
 */
export type EndingRule =
  | { kind: "terms"; percent: number; feeMinor: number; until: Date | null }
  | { kind: "late"; until: Date }
  | { kind: "owed" }
  | { kind: "none" };

/** One thing that was paid, and what of it would come back. Amounts are in minor units. */
export type EndingLine = {
  /** The order line's. */
  id: string;
  /** The orders that its money came with: its own, and those of the moves of its place. */
  orderIds: string[];
  kind: LineKind;
  /** Whose place it is; none as long as nobody has claimed it. */
  enrolment: { id: string; state: EnrolmentState; studentName: string } | null;
  claimLink: { id: string; state: ClaimLinkState; name: string } | null;
  courseTitle: string;
  cohortName: string;
  /** Whether it is a place that can be taken back; of anything else only money can go back. */
  canEnd: boolean;
  /** What is here of it and not on its way back: the most that can go back. */
  paidMinor: number;
  /** What of that was paid beyond its price: it comes back whole, and no terms take a share of it. */
  overpaidMinor: number;
  /** What the rule says comes back, and what the school then keeps. */
  returnedMinor: number;
  keptMinor: number;
  /** What a move to a cheaper cohort or the office has given back already, of which the rule's share is counted too. */
  countedMinor: number;
  rule: EndingRule;
};

export type Ending = {
  order: { id: string; code: string; state: OrderState; buyerId: string; buyerName: string };
  currency: string;
  lines: EndingLine[];
  /** By which ways money can go back, and how much by each. */
  ways: { provider: EndingWay; leftMinor: number }[];
  /** What was paid to renew the access to these places, and goes back whole when they end. */
  renewedMinor: number;
  /** What the actor may do, by the policy alone. */
  may: { end: boolean; refund: boolean };
};

/**
 * What ending something paid would mean: who has it, what is here of its money, and what comes back by the terms that were kept with the order.
 * Undefined when there is no such order, or the actor may not see it.
 */
export async function getEnding(ctx: ReadCtx, subject: EndingSubject): Promise<Ending | undefined> {
  const { actor } = ctx;
  if (!isAllowed(actor, "order.list")) return undefined;
  const ending = await findEnding(ctx.read, ctx.now, subject, ctx.language);
  if (!ending) return undefined;
  return { ...ending, may: { end: isAllowed(actor, "enrolment.cancel"), refund: isAllowed(actor, "refund.request") } };
}

type Found = {
  line: Omit<EndingLine, "returnedMinor" | "keptMinor" | "countedMinor" | "overpaidMinor" | "rule">;
  bought: PlaceMoney | undefined;
};
type Judgement = Pick<EndingLine, "rule" | "returnedMinor"> & { countedMinor?: number };

/** The same for a verb, which has asked the policy itself. */
export async function findEnding(
  read: Reader | Tx,
  now: Date,
  subject: EndingSubject,
  language?: string,
): Promise<Omit<Ending, "may"> | undefined> {
  const rows = await loadEndingLines(read, subject, language);
  const [first] = rows;
  if (!first) return undefined;
  const isClaims = rows.some(({ line }) => line.kind === "claim");
  const gone = isClaims ? await getGoneOfLines(read, first.order.id) : new Map<string, number>();
  const found: (Found & { row: EndingLineRow })[] = [];
  for (const row of rows) found.push({ row, ...(await describeLine(read, row, gone.get(row.line.id) ?? 0)) });
  const left = await listLeft(read, [...new Set(found.flatMap(({ line }) => line.orderIds))]);
  const lines: EndingLine[] = [];
  let owedMinor = await getCreditableMinor(read, first.order);
  for (const { row, line, bought } of found) {
    const here = left.filter(({ orderId }) => line.orderIds.includes(orderId));
    const paidMinor = Math.max(0, Math.min(line.paidMinor, sum(here.map(({ leftMinor }) => leftMinor))));
    const goneMinor = bought ? sum(here.map((each) => each.goneMinor)) : (gone.get(line.id) ?? 0);
    const overpaidMinor = bought && line.canEnd ? await getOverpaid(read, bought, paidMinor) : 0;
    const held = { ...line, bought, paidMinor: paidMinor - overpaidMinor, goneMinor };
    const { rule, returnedMinor: said, countedMinor = 0 } = await judge(read, now, row, held);
    // What the places that have ended are owed together is not proposed twice.
    const isOwed = isClaims && !line.canEnd && first.order.state === "paid";
    const returnedMinor = Math.min(said + overpaidMinor, paidMinor, isOwed ? owedMinor : paidMinor);
    if (isOwed) owedMinor -= returnedMinor;
    lines.push({
      ...line,
      rule,
      countedMinor,
      paidMinor,
      overpaidMinor,
      returnedMinor,
      keptMinor: paidMinor - returnedMinor,
    });
  }
  const places = lines.flatMap(({ enrolment, canEnd }) => (enrolment && canEnd ? [enrolment.id] : []));
  const ways = new Map<EndingWay, number>();
  for (const { provider, leftMinor } of left) ways.set(provider, (ways.get(provider) ?? 0) + leftMinor);
  return {
    order: pickOrder(first.order),
    currency: first.currency,
    lines,
    ways: [...ways].flatMap(([provider, leftMinor]) => (leftMinor > 0 ? [{ provider, leftMinor }] : [])),
    renewedMinor: await getRenewedMinor(read, now, places),
  };
}

const pickOrder = ({ id, code, state, buyerId, buyerName }: EndingLineRow["order"]) => ({
  ...{ id, code, state, buyerId, buyerName },
});

const sum = (all: number[]) => all.reduce((total, each) => total + each, 0);
const LIVE: readonly EnrolmentState[] = ["active", "suspended"];

/** What one line is, and what of its money has come in and not gone back. */
async function describeLine(read: Reader | Tx, row: EndingLineRow, goneMinor: number): Promise<Found> {
  const { line, order, claimLink, enrolment, studentName, courseTitle, cohortName } = row;
  const isClaim = line.kind === "claim";
  const isOpenLink = claimLink?.state === "open";
  const canEnd = order.state === "paid" && (isOpenLink || (enrolment !== null && LIVE.includes(enrolment.state)));
  const bought = enrolment && !isClaim ? await getPlaceMoney(read, enrolment) : undefined;
  const paidMinor = bought ? bought.paidMinor : Math.max(0, (isClaim ? line.totalMinor : row.paidMinor) - goneMinor);
  const orderIds = bought ? bought.orders.map((each) => each.order.id) : [order.id];
  const about = {
    ...{ id: line.id, kind: line.kind, courseTitle, cohortName, canEnd },
    enrolment: enrolment && { id: enrolment.id, state: enrolment.state, studentName: studentName ?? "" },
    claimLink,
  };
  return { line: { ...about, orderIds, paidMinor }, bought };
}

/** What the school holds of a paid place and never earned: money that came twice, or too much of it, and is not on its way back. */
async function getOverpaid(read: Reader | Tx, { orders: all }: PlaceMoney, paidMinor: number): Promise<number> {
  let overpaidMinor = 0;
  for (const { order } of all) {
    if (order.state !== "paid") continue;
    overpaidMinor += Math.max(0, (await getOrderFunds(read, order)) - (await getRefundsUnderWay(read, order.id)));
  }
  return Math.min(overpaidMinor, paidMinor);
}

type Held = Pick<EndingLine, "canEnd" | "paidMinor"> & { bought: PlaceMoney | undefined; goneMinor: number };

const isOfPlace = (terms: object): terms is { countedMinor: number } => "countedMinor" in terms;

/** What of the money of a line comes back by itself. The terms give their share of all that came in, and what has gone back already counts to it. */
async function judge(read: Reader | Tx, now: Date, row: EndingLineRow, held: Held): Promise<Judgement> {
  const { line, order, cohort, currency } = row;
  const { canEnd, bought, paidMinor, goneMinor } = held;
  if (order.state === "cancelled" || order.state === "expired") {
    const underWay = await getRefundsUnderWay(read, order.id);
    return { rule: { kind: "owed" }, returnedMinor: Math.max(0, row.paidMinor - row.keptMinor - underWay) };
  }
  // What has ended before, or is no place, has no terms by which it ends.
  if (!canEnd) {
    return { rule: { kind: "none" }, returnedMinor: line.kind === "renewal" || row.isRefundDue ? paidMinor : 0 };
  }
  const paid = { minor: paidMinor + goneMinor, currency };
  const terms = bought
    ? pickPlaceTerms(line.terms, cohort, { money: { ...bought, paidMinor }, goneMinor, currency, now })
    : pickCancelTerms(line.terms, cohort, { paid, now });
  if (terms.kind === "none") return { rule: { kind: "none" }, returnedMinor: paidMinor };
  if (terms.kind === "late") return { rule: { kind: "late", until: terms.until }, returnedMinor: 0 };
  const { cancelPercent: percent, cancelFeeMinor: feeMinor } = terms.terms;
  const returnedMinor = bought ? terms.returnedMinor : Math.max(0, terms.returnedMinor - goneMinor);
  const countedMinor = isOfPlace(terms) ? terms.countedMinor : goneMinor;
  return { rule: { kind: "terms", percent, feeMinor, until: terms.until }, returnedMinor, countedMinor };
}
