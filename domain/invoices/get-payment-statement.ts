import type { ReadCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { computeStatement } from "./compute-statement.ts";
import { findPaperOrder } from "./find-paper-order.ts";
import type { InvoiceContent } from "./invoice-content.ts";
import { loadMovedCohorts } from "./load-moved-cohorts.ts";
import { loadMovedMoney } from "./load-moved-money.ts";
import { loadOrderFacts } from "./load-order-facts.ts";

/**
 * What was asked for by an order, each payment, and what went back of it, as it stands today: of one that is left early and has no invoice it is all that its
 * buyer has in hand. For the buyer and the office; undefined for others, and where nothing was paid.
 */
export async function getPaymentStatement(
  ctx: ReadCtx,
  { orderCode }: { orderCode: string },
): Promise<InvoiceContent | undefined> {
  const order = await findPaperOrder(ctx, orderCode);
  const facts = order && (await loadOrderFacts(ctx.read, order.id));
  if (!order || !facts) return undefined;
  const money = await loadMovedMoney(ctx, order.id);
  const { timezone } = facts.settings;
  const statement = computeStatement({ ...money, order: facts.order, timezone });
  if (statement.entries.length === 0) return undefined;
  const issuedOn = formatLocalDay(ctx.now, timezone);
  const moved = await loadMovedCohorts(ctx.read, facts);
  const content = buildInvoiceContent(facts, {
    ...{ kind: "statement", issuedOn, dueOn: "", paidMinor: 0, bank: null, moved },
  });
  const payment = { means: "other" as const, holder: "", iban: "", bic: "", reference: "" };
  return { ...content, payment, notes: [], statement };
}
