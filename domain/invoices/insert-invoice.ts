import { sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { invoices, type orders } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
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

const p = sql.placeholder;

/** What is known of an invoice only after it is issued: its file, and what kept it from being made. */
const LATER = { fileId: null, failure: null, eInvoiceFailure: null, failedAt: null };

function prepareInsert(tx: Tx, paidAt: ReturnType<typeof p> | null) {
  const numbered = { series: p("series"), year: p("year"), serial: p("serial"), code: p("code") };
  const referred = { orderId: p("orderId"), correctsId: p("correctsId"), refundId: p("refundId") };
  const dated = {
    issuedOn: p("issuedOn"),
    dueOn: p("dueOn"),
    issuedAt: p("issuedAt"),
    issuedBy: p("issuedBy"),
    paidAt,
  };
  const said = {
    buyerName: p("buyerName"),
    currency: p("currency"),
    totalMinor: p("totalMinor"),
    content: p("content"),
  };
  const invoice = { id: p("id"), kind: p("kind"), state: p("state"), ...numbered, ...referred, ...dated, ...said };
  return tx
    .insert(invoices)
    .values({ ...invoice, ...LATER })
    .prepare();
}

/** Every settled payment may issue one, and drizzle takes longer to write its columns out than SQLite to keep them. A placeholder takes no empty date. */
const queries = perClient((tx: Tx) => ({ paid: prepareInsert(tx, p("paidAt")), unpaid: prepareInsert(tx, null) }));

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
    ...{ currency: content.currency, totalMinor: content.totalMinor, content },
    ...LATER,
  };
  const { paid, unpaid } = queries(ctx.tx);
  await (paidAt ? paid : unpaid).execute(invoice);
  await recordState(ctx, { type: "invoice", id: invoice.id }, null, state);
  return invoice;
}

/** What the audit log says of one that was issued. */
export const describeIssued = ({ code, kind, content, totalMinor, currency }: Invoice) => ({
  ...{ number: code, kind, order: content.orderCode, totalMinor, currency },
  ...(content.corrects ? { corrects: content.corrects.code } : {}),
});
