import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { invoices, outbox } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Has the file of an invoice made again that could not be made, or its mail sent again that could not be sent: the jobs find them next. Refuses (`wrong_state`) one that has not failed.
 */
export async function retryInvoice(ctx: WriteCtx, { invoiceId }: { invoiceId: string }): Promise<void> {
  authorize(ctx, "invoice.issue", {});
  const own = eq(invoices.id, invoiceId);
  const [before] = await ctx.tx.select({ failure: invoices.failure }).from(invoices).where(own);
  if (!before) throw new Refusal("not_found");
  const retried = await ctx.tx
    .update(invoices)
    .set({ failure: null, failedAt: null })
    .where(and(own, isNull(invoices.fileId), isNotNull(invoices.failure)))
    .returning({ id: invoices.id });
  const isMailed = retried.length === 0 && (await sendAgain(ctx, invoiceId));
  if (retried.length === 0 && !isMailed) throw new Refusal("wrong_state");
  await audit(
    ctx,
    "invoice.issue",
    { type: "invoice", id: invoiceId },
    {
      before,
      after: isMailed ? { mail: "pending" } : { failure: null },
    },
  );
}

/** Its mail, which was given up, begins its tries anew. Says whether there was one. */
async function sendAgain(ctx: StepCtx, invoiceId: string): Promise<boolean> {
  const sent = await ctx.tx
    .update(outbox)
    .set({ state: "pending", attempts: 0, nextTryAt: ctx.now, lastError: null })
    .where(and(eq(outbox.kind, "invoice_issued"), eq(outbox.dedupeKey, invoiceId), eq(outbox.state, "failed")))
    .returning({ id: outbox.id });
  return sent.length > 0;
}
