import { eq } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import { issueInvoice } from "#domain/invoices/issue-invoice.ts";
import type { Invoice } from "#domain/invoices/machine.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { isAllowed } from "#domain/policy.ts";
import { log } from "#providers/log.ts";
import { runtime, type WriteAs, write } from "#runtime";
import { beginPayment } from "../payments/begin-payment.ts";

/**
 * Issues the invoice of an order, as `issueInvoice` does. Where it is still to be paid a transfer is begun first, so that the invoice says
 * under which reference, and the statement of the bank finds the order by it.
 */
export async function issueOrderInvoice(
  as: WriteAs,
  input: { orderId: string; dueOn?: string | undefined },
): Promise<Invoice> {
  await beginInvoiceTransfer(as, input.orderId);
  return write(as, (ctx) => issueInvoice(ctx, input));
}

/** The transfer alone, for who issues the invoice in a write of their own: what is not theirs to issue is left as it is. */
export async function beginInvoiceTransfer({ actor, requestId }: WriteAs, orderId: string): Promise<void> {
  if (!isAllowed(actor, "invoice.issue")) return;
  const { database, rules } = runtime();
  if (!rules.bank || !rules.paymentProviders.includes("bank")) return;
  const [order] = await database.read.select({ state: orders.state }).from(orders).where(eq(orders.id, orderId));
  if (order?.state !== "awaiting_payment") return;
  const as = { actor: createSystemActor("issue-invoice"), ...(requestId ? { requestId } : {}) };
  try {
    await beginPayment(as, { orderId, provider: "bank" });
  } catch (error) {
    // The invoice is issued all the same; it names the account without a reference.
    if (!isRefusal(error)) throw error;
    log().warn({ err: error, orderId }, "no transfer could be begun for an invoice");
  }
}
