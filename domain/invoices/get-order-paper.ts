import type { OrderState } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { findPaperOrder } from "./find-paper-order.ts";
import { getPaymentStatement } from "./get-payment-statement.ts";
import type { InvoiceContent } from "./invoice-content.ts";
import { loadOrderFacts } from "./load-order-facts.ts";
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
  const paidMinor = (await getPaidMinor(ctx.read, [order.id])).get(order.id) ?? 0;
  const termOn = paper === "proforma" ? getDueDay(facts.order.expiresAt, today, facts.settings) : "";
  const plan = await loadPlan(ctx.read, facts.order, { now: ctx.now, timezone, dueOn: termOn || today });
  return buildInvoiceContent(facts, {
    kind: paper,
    issuedOn: paper === "receipt" && facts.order.paidAt ? formatLocalDay(facts.order.paidAt, timezone) : today,
    dueOn: paper === "proforma" ? plan?.dueOn || termOn : "",
    paidMinor: plan?.paidMinor ?? Math.max(0, Math.min(paidMinor, facts.order.totalMinor)),
    ...{ plan, bank: ctx.rules.bank ?? null },
  });
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
