import { and, eq, isNull } from "drizzle-orm";
import { files, invoices, orders, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import type { EInvoiceFault } from "./e-invoices/list-fault-unless.ts";
import { createId } from "../kernel/ids.ts";
import type { StoredFile } from "../files/store.ts";
import { authorize } from "../policy.ts";

/**
 * Writes down the file that was made of an invoice, or why none could be, and mails it to the buyer; also what keeps it from going with an e-invoice (`eInvoiceFaults`). Only the first file counts: whoever
 * made another one meanwhile is not heard, so that every download has the same bytes.
 */
export async function recordInvoiceFile(
  ctx: WriteCtx,
  input: { invoiceId: string } & (
    | { file: StoredFile; eInvoiceFaults?: readonly EInvoiceFault[] }
    | { failure: string }
  ),
): Promise<void> {
  authorize(ctx, "invoice.make", {});
  const { invoiceId } = input;
  const isUnmade = and(eq(invoices.id, invoiceId), isNull(invoices.fileId));
  const about = { type: "invoice", id: invoiceId };
  if ("failure" in input) {
    await ctx.tx.update(invoices).set({ failure: input.failure, failedAt: ctx.now }).where(isUnmade);
    await audit(ctx, "invoice.make", about, { after: { failure: input.failure } });
    return;
  }
  const faults = input.eInvoiceFaults ?? [];
  const failedAt = faults.length > 0 ? ctx.now : null;
  const fileId = createId("file");
  const row = { id: fileId, ...input.file, isPublic: false, createdAt: ctx.now, createdBy: null };
  await ctx.tx.insert(files).values(row);
  const [made] = await ctx.tx
    .update(invoices)
    .set({ fileId, failure: null, eInvoiceFailure: faults.length > 0 ? faults : null, failedAt })
    .where(isUnmade)
    .returning({ orderId: invoices.orderId });
  if (!made) {
    await ctx.tx.delete(files).where(eq(files.id, fileId));
    return;
  }
  await mailInvoice(ctx, invoiceId, made.orderId);
  await audit(ctx, "invoice.make", about, { after: { sha256: input.file.sha256 } });
}

async function mailInvoice(ctx: StepCtx, invoiceId: string, orderId: string): Promise<void> {
  const [buyer] = await ctx.tx
    .select({ email: users.email, disabledAt: users.disabledAt })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(orders.id, orderId));
  if (!buyer || buyer.disabledAt !== null) return;
  await enqueueMail(ctx, { kind: "invoice_issued", to: buyer.email, payload: { invoiceId }, dedupeKey: invoiceId });
}
