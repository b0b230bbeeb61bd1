import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { PayChoice } from "#domain/instalments/pick-instalments.ts";
import { loadInstalments } from "#domain/instalments/load-instalments.ts";
import { isOpenPart } from "#domain/invoices/describe-plan.ts";
import { issueInvoice } from "#domain/invoices/issue-invoice.ts";
import { loadPlan } from "#domain/invoices/load-plan.ts";
import type { Invoice } from "#domain/invoices/machine.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { isAllowed } from "#domain/policy.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
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

/**
 * The transfer alone, for who issues the invoice in a write of their own: what is not theirs to issue is left as it is. Of a plan it asks for the next part, unless
 * a card is kept for that. Whichever part a reference was made for, money with it pays the next, so one is enough.
 */
export async function beginInvoiceTransfer({ actor, requestId }: WriteAs, orderId: string): Promise<void> {
  if (!isAllowed(actor, "invoice.issue")) return;
  const { database, rules } = runtime();
  if (!rules.bank || !rules.paymentProviders.includes("bank")) return;
  const pay = await pickAsked(database.read, orderId);
  if (!pay) return;
  const as = { actor: createSystemActor("issue-invoice"), ...(requestId ? { requestId } : {}) };
  try {
    await beginPayment(as, { orderId, provider: "bank", pay });
  } catch (error) {
    // The invoice is issued all the same; it names the account without a reference.
    if (!isRefusal(error)) throw error;
    log().warn({ err: error, orderId }, "no transfer could be begun for an invoice");
  }
}

/** What the invoice asks for first; undefined where that is nothing, or has its reference or its card already. */
async function pickAsked(read: Reader, orderId: string): Promise<PayChoice | undefined> {
  const [order] = await read.select().from(orders).where(eq(orders.id, orderId));
  if (order?.state === "awaiting_payment") return (await loadInstalments(read, orderId)).length > 0 ? "plan" : "all";
  if (order?.state !== "paid") return undefined;
  const { timezone } = await getSchoolSettings(read);
  const plan = await loadPlan(read, order, { now: runtime().clock(), timezone, dueOn: "" });
  const next = plan?.parts.find(isOpenPart);
  if (!next || plan?.keptCard) return undefined;
  const [known] = await read
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        ...[eq(payments.orderId, orderId), eq(payments.provider, "bank"), isNotNull(payments.reference)],
        inArray(payments.state, ["pending", "settled"]),
      ),
    )
    .limit(1);
  return known ? undefined : { instalment: next.number };
}
