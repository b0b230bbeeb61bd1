import { audit } from "../audit.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { transition } from "../kernel/transitions.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import { type Invoice, invoiceMachine } from "./machine.ts";

/**
 * The step of taking an invoice back as a whole: the cancellation invoice says the same of the same buyer under a number of its own, and
 * nothing is due by it. Refuses (`wrong_state`) one that is cancelled already.
 */
export async function cancelInvoice(
  ctx: StepCtx,
  invoice: Invoice,
  { issuedBy, why }: { issuedBy: string | null; why: string },
): Promise<Invoice> {
  await transition(ctx, invoiceMachine, invoice.id, "cancelled", { from: [invoice.state], why });
  const settings = await getSchoolSettings(ctx.tx);
  // What takes an invoice back asks for nothing, so it names no parts.
  const { parts: _, keptCard: __, ...content } = invoice.content;
  const issued = await insertInvoice(ctx, {
    order: { id: invoice.orderId, code: content.orderCode },
    content: {
      ...content,
      ...{ kind: "cancellation", issuedOn: formatLocalDay(ctx.now, settings.timezone), dueOn: "" },
      ...{ corrects: { code: invoice.code, issuedOn: invoice.issuedOn } },
      ...{ paidMinor: content.totalMinor, dueMinor: 0 },
    },
    ...{ state: "issued", series: settings.creditSeries, corrects: invoice, issuedBy },
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: issued.id }, { after: describeIssued(issued) });
  return issued;
}

/** The step of cancelling the invoice of an order that ends without having been paid, where it has one. */
export async function cancelOpenInvoice(ctx: StepCtx, orderId: string, why: string): Promise<void> {
  const live = await findLiveInvoice(ctx.tx, orderId);
  if (live?.state === "open") await cancelInvoice(ctx, live, { issuedBy: null, why });
}
