import { invoices, type orders } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState } from "../kernel/transitions.ts";
import type { InvoiceContent } from "./invoice-content.ts";
import type { Invoice } from "./machine.ts";
import { takeInvoiceNumber } from "./take-invoice-number.ts";

type Drafted = {
  order: Pick<typeof orders.$inferSelect, "id" | "code">;
  content: InvoiceContent & { kind: Invoice["kind"] };
  state: Invoice["state"];
  series: string;
  corrects?: Invoice;
  refundId?: string;
  /** None where a payment issues it. */
  issuedBy: string | null;
  paidAt?: Date | null;
};

/** The step that every way of issuing shares: it gives the number and writes what is said for good. Whoever calls it audits. */
export async function insertInvoice(ctx: StepCtx, drafted: Drafted): Promise<Invoice> {
  const { order, state, corrects, refundId = null, issuedBy, paidAt = null } = drafted;
  const number = await takeInvoiceNumber(ctx, drafted.series, drafted.content.issuedOn);
  const content = { ...drafted.content, code: number.code };
  const invoice: Invoice = {
    id: createId("invoice"),
    ...{ orderId: order.id, kind: drafted.content.kind, state, ...number },
    ...{ correctsId: corrects?.id ?? null, refundId, issuedOn: content.issuedOn, dueOn: content.dueOn || null },
    ...{ issuedAt: ctx.now, issuedBy, paidAt, buyerName: content.buyer.name },
    ...{ currency: content.currency, totalMinor: content.totalMinor, content, fileId: null, failure: null },
    ...{ eInvoiceFailure: null, failedAt: null },
  };
  await ctx.tx.insert(invoices).values(invoice);
  await recordState(ctx, { type: "invoice", id: invoice.id }, null, state);
  return invoice;
}

/** What the audit log says of one that was issued. */
export const describeIssued = ({ code, kind, content, totalMinor, currency }: Invoice) => ({
  ...{ number: code, kind, order: content.orderCode, totalMinor, currency },
  ...(content.corrects ? { corrects: content.corrects.code } : {}),
});
