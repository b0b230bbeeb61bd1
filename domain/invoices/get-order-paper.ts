import type { OrderState } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { computeStatement } from "./compute-statement.ts";
import { findPaperOrder } from "./find-paper-order.ts";
import { getPaymentStatement } from "./get-payment-statement.ts";
import type { InvoiceContent } from "./invoice-content.ts";
import { loadMovedCohorts } from "./load-moved-cohorts.ts";
import { loadMovedMoney } from "./load-moved-money.ts";
import { loadOrderFacts, type OrderFacts } from "./load-order-facts.ts";
import { loadPlan } from "./load-plan.ts";

/** Papers of an order that have no number of their own, and say how it stands now. */
export const ORDER_PAPERS = ["proforma", "order_form", "receipt", "statement"] as const;
export type OrderPaper = (typeof ORDER_PAPERS)[number];

const STATES: Record<Exclude<OrderPaper, "statement">, readonly OrderState[]> = {
  proforma: ["draft", "awaiting_payment"],
  order_form: ["draft", "awaiting_payment"],
  receipt: ["paid"],
};

type Standing = {
  state: OrderState;
  totalMinor: number;
  /** Money or credit has come: then there is a statement of it, whatever became of the order. */
  hasPayments: boolean;
};

/** The papers that an order has in its state; none where it costs nothing. */
export const listOrderPapers = ({ state, totalMinor, hasPayments }: Standing): OrderPaper[] =>
  totalMinor === 0
    ? []
    : ORDER_PAPERS.filter((paper) => (paper === "statement" ? hasPayments : STATES[paper].includes(state)));

/** A paper of an order by its code in any case, for its buyer and the office; undefined for others, and where it has no such paper. */
export async function getOrderPaper(
  ctx: ReadCtx,
  { orderCode, paper }: { orderCode: string; paper: OrderPaper },
): Promise<InvoiceContent | undefined> {
  if (paper === "statement") return getPaymentStatement(ctx, { orderCode });
  const order = await findPaperOrder(ctx, orderCode);
  if (!order) return undefined;
  const facts = await loadOrderFacts(ctx.read, order.id);
  if (!facts || !listOrderPapers({ ...facts.order, hasPayments: false }).includes(paper)) return undefined;
  const { timezone } = facts.settings;
  const today = formatLocalDay(ctx.now, timezone);
  const termOn = paper === "proforma" ? getDueDay(facts.order.expiresAt, today, facts.settings) : "";
  const plan = await loadPlan(ctx.read, facts.order, { now: ctx.now, timezone, dueOn: termOn || today });
  // What was given back since is said beside it: a receipt asks for nothing, and nothing of it was paid less for that.
  const paidMinor = paper === "receipt" ? facts.order.totalMinor : await getPaidPart(ctx, facts);
  const content = buildInvoiceContent(facts, {
    kind: paper,
    issuedOn: paper === "receipt" && facts.order.paidAt ? formatLocalDay(facts.order.paidAt, timezone) : today,
    dueOn: paper === "proforma" ? plan?.dueOn || termOn : "",
    paidMinor: plan?.paidMinor ?? paidMinor,
    ...{ plan, bank: ctx.rules.bank ?? null },
    ...(paper === "receipt" && { moved: await loadMovedCohorts(ctx.read, facts) }),
  });
  return paper === "receipt" ? { ...content, ...(await describeReceived(ctx, facts)) } : content;
}

async function getPaidPart({ read }: ReadCtx, { order }: OrderFacts): Promise<number> {
  const paidMinor = (await getPaidMinor(read, [order.id])).get(order.id) ?? 0;
  return Math.max(0, Math.min(paidMinor, order.totalMinor));
}

/** What has come of an order that is paid, and what of it went back since, or is still to, as its statement has it. */
async function describeReceived(ctx: ReadCtx, { order, settings }: OrderFacts): Promise<Partial<InvoiceContent>> {
  const moved = await loadMovedMoney(ctx, order.id);
  const statement = computeStatement({ ...moved, order, timezone: settings.timezone });
  const { receivedMinor, returnedMinor, underWayMinor, owedMinor } = statement;
  const takenMinor = statement.entries
    .filter(({ kind }) => kind === "dispute")
    .reduce((sum, { amountMinor }) => sum - amountMinor, 0);
  return { receivedMinor, returnedMinor: returnedMinor - takenMinor, takenMinor, underWayMinor, owedMinor };
}

/**
 * The last day of the order itself, as its checkout says it; the school's term of payment where it has no end, or ends today: that is the time for
 * paying on the page, and whoever asks for a paper has others pay it.
 */
const getDueDay = (
  expiresAt: Date | null,
  today: string,
  { timezone, invoiceDueDays }: Pick<SchoolSettings, "timezone" | "invoiceDueDays">,
): string => {
  const endsOn = expiresAt ? formatLocalDay(expiresAt, timezone) : today;
  return endsOn > today ? endsOn : addDays(today, invoiceDueDays);
};
