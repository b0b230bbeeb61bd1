import { and, asc, isNull } from "drizzle-orm";
import { invoices } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { Invoice } from "./machine.ts";

const isUnmade = and(isNull(invoices.fileId), isNull(invoices.failure));

/** Whether an invoice waits for its file. An index holds only those that do. */
export async function hasUnmadeInvoice(read: Reader): Promise<boolean> {
  return (await read.select({ id: invoices.id }).from(invoices).where(isUnmade).limit(1)).length > 0;
}

/** Some of the invoices that wait for their file, the oldest first. */
export async function listUnmadeInvoices(ctx: ReadCtx, count: number): Promise<Invoice[]> {
  authorize(ctx, "invoice.make", {});
  const rows = await ctx.read
    .select()
    .from(invoices)
    .where(isUnmade)
    .orderBy(asc(invoices.issuedAt), asc(invoices.id))
    .limit(count);
  return rows as Invoice[];
}
