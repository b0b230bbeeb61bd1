import { isOfSamePayment } from "../instalments/is-of-same-payment.ts";
import { loadInstalments, type Instalment } from "../instalments/load-instalments.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { computeTaxes } from "./compute-taxes.ts";
import { computeStatement } from "./compute-statement.ts";
import { findPaperOrder } from "./find-paper-order.ts";
import type { InvoiceContent, InvoiceLine } from "./invoice-content.ts";
import { listPartReceipts, type PartReceipt } from "./list-part-receipts.ts";
import { loadMovedCohorts } from "./load-moved-cohorts.ts";
import { loadMovedMoney } from "./load-moved-money.ts";
import { loadOrderFacts, type OrderFacts } from "./load-order-facts.ts";
import { loadPlan } from "./load-plan.ts";
import { getTaxShare, splitPlanTax } from "../instalments/split-plan-tax.ts";

/** Which part of a plan: its number, and the level of the reminder where it is the fee of one; 0 for the part itself. */
export type PartKey = { number: number; level: number };

/**
 * The receipt of the payment that has paid a part of a plan, or a fee: of it and of nothing else, with the tax that is in it, and what of the plan is open
 * today. Where it has paid several, they are on it all. For the buyer and the office; undefined for others, for what is not paid, and for a
 * payment that was given back whole.
 */
export async function getPaymentReceipt(
  ctx: ReadCtx,
  { orderCode, part }: { orderCode: string; part: PartKey },
): Promise<InvoiceContent | undefined> {
  const order = await findPaperOrder(ctx, orderCode);
  if (!order) return undefined;
  const all = await loadInstalments(ctx.read, order.id);
  const picked = all.find(({ number, level }) => number === part.number && level === part.level);
  const receipt = picked && (await listPartReceipts(ctx, order)).find(({ instalmentId }) => instalmentId === picked.id);
  if (!picked?.paidAt || !receipt) return undefined;
  const facts = await loadOrderFacts(ctx.read, order.id);
  if (!facts) return undefined;
  const { timezone } = facts.settings;
  const plan = await loadPlan(ctx.read, facts.order, { now: ctx.now, timezone, dueOn: "" });
  const base = buildInvoiceContent(facts, {
    ...{ kind: "payment_receipt", issuedOn: formatLocalDay(picked.paidAt, timezone), dueOn: "", paidMinor: 0 },
    ...{ plan, bank: null, moved: await loadMovedCohorts(ctx.read, facts) },
  });
  const priced = listPriced(all, facts);
  const paid = all.filter((each) => isOfSamePayment(each, picked));
  const lines = paid.map((each) => toLine(each, priced, base));
  const sums = sumUp(lines, base);
  return {
    ...{ ...base, ...sums },
    ...{ partCount: priced.length, partsOn: formatLocalDay(ctx.now, timezone) },
    payment: describeMeans(receipt),
    returnedMinor: receipt.returnedMinor,
    ...(await describeExcess(ctx, facts, receipt, sums.totalMinor)),
  };
}

/** A payment that brought more than what it has paid, as when that became cheaper meanwhile: the rest is the buyer's, or counts towards later parts. */
async function describeExcess(
  ctx: ReadCtx,
  { order, settings }: OrderFacts,
  { receivedMinor, returnedMinor }: PartReceipt,
  paidMinor: number,
): Promise<Partial<InvoiceContent>> {
  const excessMinor = (receivedMinor ?? 0) - paidMinor;
  if (receivedMinor === null || excessMinor <= 0) return {};
  const hereMinor = Math.max(0, excessMinor - returnedMinor);
  const money = await loadMovedMoney(ctx, order.id);
  const { owedMinor, entries } = computeStatement({ ...money, order, timezone: settings.timezone });
  // What is asked to go back is in what went back of its payment.
  const askedMinor = entries.reduce(
    (sum, { state, amountMinor }) => (state === "to_send" ? sum - amountMinor : sum),
    0,
  );
  const ownMinor = Math.min(hereMinor, Math.max(0, owedMinor - askedMinor));
  return { receivedMinor, owedMinor: ownMinor, aheadMinor: hereMinor - ownMinor };
}

/** The parts that are the price: of a plan that was left those that nobody asks for any more, too. */
const listPriced = (all: readonly Instalment[], { order }: OrderFacts): Instalment[] =>
  all.filter(({ kind, state }) => kind === "part" && (state !== "cancelled" || order.state === "cancelled"));

/** A part has its share of the price's tax, the fee of a cancellation that of what was cancelled, and one of a reminder none: it is no price. */
function toLine(paid: Instalment, priced: readonly Instalment[], base: InvoiceContent): InvoiceLine {
  const { kind, number, amountMinor } = paid;
  const [sold] = base.lines;
  if (!sold) throw new Error(`order ${base.orderCode} has no line`);
  if (kind === "fee") {
    const outside = { taxRatePpm: 0, taxCategory: "outside" as const };
    return { ...toAmounts(sold, amountMinor, 0), ...outside, kind: "reminder_fee", part: number, ...NOTHING_SOLD };
  }
  if (kind === "cancellation_fee") return { ...toAmounts(sold, amountMinor, getTaxShare(amountMinor, base)), kind };
  const taxes = splitPlanTax(
    priced.map((each) => each.amountMinor),
    base,
  );
  const at = priced.findIndex(({ id }) => id === paid.id);
  return { ...toAmounts(sold, amountMinor, taxes[at] ?? 0), part: number };
}

function toAmounts(sold: InvoiceLine, amountMinor: number, taxMinor: number): InvoiceLine {
  const netMinor = amountMinor - taxMinor;
  return {
    ...{ ...sold, quantity: 1, netMinor, taxMinor, grossOfDiscountMinor: netMinor },
    ...{ discountMinor: 0, discountReason: "", servedFrom: "", servedTo: "" },
  };
}

function sumUp(lines: InvoiceLine[], base: InvoiceContent) {
  const taxes = computeTaxes(lines, (at) => {
    const line = lines[at];
    return base.taxes.find(({ taxCategory }) => taxCategory === line?.taxCategory)?.exemptionReason ?? "";
  });
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const totalMinor = netMinor + taxMinor;
  return { lines, taxes, netMinor, taxMinor, totalMinor, paidMinor: totalMinor, dueMinor: 0 };
}

const NOTHING_SOLD = { details: [], movedTo: [] };

const MEANS = { bank: "transfer", stripe: "card", sandbox: "card" } as const;

const describeMeans = ({ provider, isCredit }: PartReceipt): InvoiceContent["payment"] => ({
  means: provider ? MEANS[provider] : isCredit ? "credit" : "other",
  ...{ holder: "", iban: "", bic: "", reference: "" },
});
