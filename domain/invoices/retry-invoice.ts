import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { invoices } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Has the file of an invoice made again that could not be made: the job finds it next. Refuses (`wrong_state`) one that has not failed. */
export async function retryInvoice(ctx: WriteCtx, { invoiceId }: { invoiceId: string }): Promise<void> {
  authorize(ctx, "invoice.issue", {});
  const own = eq(invoices.id, invoiceId);
  const [before] = await ctx.tx.select({ failure: invoices.failure }).from(invoices).where(own);
  if (!before) throw new Refusal("not_found");
  const retried = await ctx.tx
    .update(invoices)
    .set({ failure: null })
    .where(and(own, isNull(invoices.fileId), isNotNull(invoices.failure)))
    .returning({ id: invoices.id });
  if (retried.length === 0) throw new Refusal("wrong_state");
  await audit(ctx, "invoice.issue", { type: "invoice", id: invoiceId }, { before, after: { failure: null } });
}
