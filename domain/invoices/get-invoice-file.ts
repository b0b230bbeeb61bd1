import { and, eq } from "drizzle-orm";
import { files, invoices, orders } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import type { InvoiceContent } from "./invoice-content.ts";
import type { Invoice } from "./machine.ts";

/** `sha256`: of its file; null until it is made. */
export type InvoiceFile = { invoice: Invoice; sha256: string | null };

/** An invoice of an order by both their codes, in any case, for its buyer and the office; undefined for everybody else. */
export async function getInvoiceFile(
  ctx: ReadCtx,
  { orderCode, code }: { orderCode: string; code: string },
): Promise<InvoiceFile | undefined> {
  if (orderCode.length > 20 || code.length > 60) return undefined;
  const [found] = await ctx.read
    .select({ invoice: invoices, buyerId: orders.buyerId, sha256: files.sha256 })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .leftJoin(files, eq(files.id, invoices.fileId))
    .where(and(eq(orders.code, orderCode.toUpperCase()), eq(invoices.code, code.toUpperCase())));
  if (!found || !isAllowed(ctx.actor, "invoice.read", { ownerId: found.buyerId })) return undefined;
  return { invoice: found.invoice as Invoice, sha256: found.sha256 };
}

/** The code of an invoice and the hash of its file, for the letter that brings it to its buyer. */
export async function findInvoiceFile(
  read: ReadCtx["read"],
  invoiceId: string,
): Promise<{ code: string; content: InvoiceContent; sha256: string | null } | undefined> {
  const [found] = await read
    .select({ code: invoices.code, content: invoices.content, sha256: files.sha256 })
    .from(invoices)
    .leftJoin(files, eq(files.id, invoices.fileId))
    .where(eq(invoices.id, invoiceId));
  return found && { ...found, content: found.content as InvoiceContent };
}
