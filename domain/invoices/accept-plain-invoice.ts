import { and, eq, isNotNull } from "drizzle-orm";
import { invoices } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Says that an invoice may go without an e-invoice, and why: its buyer asks for none. Refuses (`wrong_state`) one that lacks none. */
export async function acceptPlainInvoice(
  ctx: WriteCtx,
  { invoiceId, why }: { invoiceId: string; why: string },
): Promise<void> {
  authorize(ctx, "invoice.issue", {});
  const [accepted] = await ctx.tx
    .update(invoices)
    .set({ eInvoiceFailure: null, failedAt: null })
    .where(and(eq(invoices.id, invoiceId), isNotNull(invoices.eInvoiceFailure)))
    .returning({ id: invoices.id });
  if (!accepted) throw new Refusal("wrong_state");
  await audit(ctx, "invoice.issue", { type: "invoice", id: invoiceId }, { after: { failure: null, why } });
}
