import { and, eq } from "drizzle-orm";
import type { WorkKind } from "#db/enums.ts";
import { orderBilling, orders, workItems } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { explainStatement } from "../bank/explain-statement.ts";
import { ignoreBankLine } from "../bank/ignore-bank-line.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { waiveFees } from "../checkout/waive-fees.ts";
import { offerCredit } from "../credit/offer-credit.ts";
import { remindOfOrder } from "../instalments/remind-of-order.ts";
import { acceptPlainInvoice } from "../invoices/accept-plain-invoice.ts";
import { acceptVatId } from "../invoices/accept-vat-id.ts";
import { pickBilling } from "../invoices/find-buyers-billing.ts";
import { requestVatId } from "../invoices/request-vat-id.ts";
import { retryInvoice } from "../invoices/retry-invoice.ts";
import { setBillingDetails } from "../invoices/set-billing-details.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { resolveOrder } from "../orders/resolve-order.ts";
import { authorize, isAllowed } from "../policy.ts";
import { resolveDifference } from "../reconciliation/resolve-difference.ts";
import { markRefundSent } from "../refunds/mark-refund-sent.ts";
import { getCreditableMinor } from "../refunds/refund-due.ts";
import { requestRefundAccount } from "../refunds/request-refund-account.ts";
import { getWorkBounds, isWaitingNow, WORK_ACTIONS, WORK_OBJECTS } from "./work-kinds.ts";
import { isReasonNeeded, listWorkSteps, type WorkStep } from "./work-steps.ts";

type Input = { kind: WorkKind; itemId: string; step: WorkStep; why?: string | undefined };

/**
 * Does the next step about something that waits, by the verb that its own page does it with, which asks the policy again and writes what it did into
 * the audit log; that it was done from here stands there, too. Refuses (`forbidden`) whoever may do nothing about its kind, (`not_found`) what does not wait any more, (`wrong_state`) a step that is
 * none of it, and (`invalid_input`) one of which it must be said why.
 */
export async function takeWorkStep(ctx: WriteCtx, { kind, itemId, step, why = "" }: Input): Promise<void> {
  authorize(ctx, "work.step", {});
  if (!isAllowed(ctx.actor, WORK_ACTIONS[kind])) throw new Refusal("forbidden", { denied: WORK_ACTIONS[kind] });
  const [found] = await ctx.tx
    .select({ detail: workItems.detail, order: orders })
    .from(workItems)
    .leftJoin(orders, eq(orders.id, workItems.orderId))
    .where(and(eq(workItems.kind, kind), eq(workItems.itemId, itemId), isWaitingNow(getWorkBounds(ctx.now))));
  if (!found) throw new Refusal("not_found");
  const { detail, order } = found;
  const about = { kind, detail, orderState: order?.state ?? null, hasAccount: order?.refundIban != null };
  if (!listWorkSteps(about).includes(step)) throw new Refusal("wrong_state");
  if (isReasonNeeded(step) && why === "") {
    throw new Refusal("invalid_input", { fields: { why: message("fields.reason_needed") } });
  }
  await STEPS[step](ctx, { kind, itemId, why, order });
  await audit(ctx, "work.step", { type: WORK_OBJECTS[kind], id: itemId }, { after: { kind, step } });
}

type Order = typeof orders.$inferSelect;
type Item = { kind: WorkKind; itemId: string; why: string; order: Order | null };

const STEPS: Record<WorkStep, (ctx: VerbPartCtx, item: Item) => Promise<unknown>> = {
  remind: (ctx, { order }) => remindOfOrder(ctx, { orderId: requireOrder(order).id }),
  waive: (ctx, { order, why }) => waiveFees(ctx, { orderId: requireOrder(order).id, why }),
  confirm: (ctx, { itemId }) => confirmTransfer(ctx, itemId),
  ask_account: (ctx, { itemId: refundId }) => requestRefundAccount(ctx, { refundId }),
  mark_sent: (ctx, { itemId: refundId, order }) => {
    const { refundHolder: holder, refundIban: iban } = requireOrder(order);
    return markRefundSent(ctx, { refundId, holder: holder ?? "", iban: iban ?? "" });
  },
  offer_credit: async (ctx, { order }) => {
    const own = requireOrder(order);
    return offerCredit(ctx, { orderId: own.id, amountMinor: await getCreditableMinor(ctx.tx, own), reason: "" });
  },
  ignore: (ctx, { itemId: lineId, why }) => ignoreBankLine(ctx, { lineId, why }),
  retry: (ctx, { itemId: invoiceId }) => retryInvoice(ctx, { invoiceId }),
  ask_vat_id: (ctx, { itemId: orderId }) => requestVatId(ctx, { orderId }),
  charge_tax: chargeTax,
  accept_vat_id: (ctx, { itemId: orderId, why }) => acceptVatId(ctx, { orderId, why }),
  resolve: (ctx, { kind, itemId, why }) => {
    if (kind === "differences") return resolveDifference(ctx, { differenceId: itemId, note: why });
    if (kind === "bank_gaps") return explainStatement(ctx, { statementId: itemId, why });
    if (kind === "invoices") return acceptPlainInvoice(ctx, { invoiceId: itemId, why });
    return resolveOrder(ctx, { orderId: itemId, why });
  },
};

/** Without a VAT id the order is taxed as that of anybody, and asks for what it comes to then. */
async function chargeTax(ctx: VerbPartCtx, { itemId: orderId }: Item): Promise<void> {
  const [billing] = await ctx.tx.select().from(orderBilling).where(eq(orderBilling.orderId, orderId));
  if (!billing) throw new Refusal("wrong_state");
  await setBillingDetails(ctx, { orderId, ...pickBilling(billing), vatId: "" });
}

function requireOrder(order: Order | null): Order {
  if (!order) throw new Refusal("wrong_state");
  return order;
}
