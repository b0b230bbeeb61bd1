import { and, eq, inArray, sql } from "drizzle-orm";
import { creditEntries, invoices, orders, payments, refunds } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { audit } from "../audit.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { computeCredit } from "./compute-credit.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import { listCreditedPlaces } from "./list-credited-places.ts";
import type { Invoice } from "./machine.ts";

/**
 * The step of crediting what went back of an invoice that is paid: as much as the refunds that are done are more than was credited before.
 * What was paid too much was on no invoice, and a refund that came back and goes again is credited once. So this may be asked after
 * every refund, and all credit notes of an invoice are never more than it.
 */
export async function issueCreditNote(ctx: StepCtx, orderId: string, refundId?: string): Promise<Invoice | undefined> {
  const invoice = await findLiveInvoice(ctx.tx, orderId);
  if (invoice?.state !== "paid") return undefined;
  const before = await listCreditNotes(ctx.tx, invoice.id);
  const creditedMinor = before.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  const dueMinor = Math.min(await getReturnedMinor(ctx.tx, invoice), invoice.totalMinor) - creditedMinor;
  if (dueMinor <= 0) return undefined;
  const settings = await getSchoolSettings(ctx.tx);
  const { parts: _, keptCard: __, ...content } = invoice.content;
  const credit = computeCredit(
    invoice.content,
    before.map(({ content }) => content),
    dueMinor,
    await listCreditedPlaces(ctx.tx, invoice, { before, refundId, dueMinor }),
  );
  const issued = await insertInvoice(ctx, {
    order: { id: orderId, code: content.orderCode },
    content: {
      ...content,
      ...credit,
      ...{ kind: "credit_note", issuedOn: formatLocalDay(ctx.now, settings.timezone), dueOn: "" },
      ...{ corrects: { code: invoice.code, issuedOn: invoice.issuedOn } },
      ...{ paidMinor: dueMinor, dueMinor: 0 },
      ...(await getKept(ctx.tx, orderId)),
    },
    ...{
      state: "issued",
      series: settings.creditSeries,
      corrects: invoice,
      ...(refundId ? { refundId } : {}),
      issuedBy: null,
    },
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: issued.id }, { after: describeIssued(issued) });
  return issued;
}

/** What the school keeps of an order that was cancelled is a fee: the paper that takes the rest back says so. */
async function getKept(tx: Tx, orderId: string): Promise<{ keptMinor?: number }> {
  const [order] = await tx
    .select({ state: orders.state, keptMinor: orders.keptMinor })
    .from(orders)
    .where(eq(orders.id, orderId));
  return order?.state === "cancelled" && order.keptMinor > 0 ? { keptMinor: order.keptMinor } : {};
}

/** The credit notes of an invoice, in the order of their issue. */
export async function listCreditNotes(tx: Tx, invoiceId: string): Promise<Invoice[]> {
  const rows = await tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.correctsId, invoiceId), eq(invoices.kind, "credit_note")))
    .orderBy(invoices.issuedAt, invoices.id);
  return rows as Invoice[];
}

/**
 * What went back of what the invoice asked for, in minor units: as money, and as credit. Credit that is paid out afterwards was credited when it
 * was given.
 */
async function getReturnedMinor(tx: Tx, { orderId, totalMinor }: Invoice): Promise<number> {
  const sum = (column: typeof payments.amountMinor | typeof refunds.amountMinor | typeof creditEntries.amountMinor) =>
    sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);
  const [settled] = await tx
    .select({ minor: sum(payments.amountMinor) })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, "settled")));
  const [gone] = await tx
    .select({ minor: sum(refunds.amountMinor) })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.orderId, orderId), inArray(refunds.state, ["done", "external"])));
  const ofCredit = await tx
    .select({ isSpent: sql`${creditEntries.kind} = 'spent'`.mapWith(Boolean), minor: sum(creditEntries.amountMinor) })
    .from(creditEntries)
    .where(eq(creditEntries.orderId, orderId))
    .groupBy(sql`${creditEntries.kind} = 'spent'`);
  const creditMinor = (isSpent: boolean) => ofCredit.find((each) => each.isSpent === isSpent)?.minor ?? 0;
  const broughtMinor = (settled?.minor ?? 0) - creditMinor(true);
  const goneMinor = (gone?.minor ?? 0) + creditMinor(false);
  return Math.max(0, goneMinor - Math.max(0, broughtMinor - totalMinor));
}
