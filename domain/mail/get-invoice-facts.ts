import { eq } from "drizzle-orm";
import { invoices, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { InvoiceKind } from "#db/enums.ts";
import type { Money } from "../kernel/money.ts";

/** What a mail says of an invoice that comes with it. */
export type InvoiceMailFacts = {
  buyerName: string;
  orderCode: string;
  code: string;
  kind: InvoiceKind;
  total: Money;
  /** `2026-12-31`; null where nothing is due. */
  dueOn: string | null;
};

export async function getInvoiceFacts(
  read: Reader,
  payload: { invoiceId: string },
): Promise<InvoiceMailFacts | undefined> {
  const [row] = await read
    .select({
      buyerName: users.name,
      orderCode: orders.code,
      code: invoices.code,
      kind: invoices.kind,
      state: invoices.state,
      dueOn: invoices.dueOn,
      totalMinor: invoices.totalMinor,
      currency: invoices.currency,
    })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(invoices.id, payload.invoiceId));
  if (!row) return undefined;
  const { totalMinor: minor, currency, state, dueOn, ...facts } = row;
  return { ...facts, total: { minor, currency }, dueOn: state === "open" ? dueOn : null };
}
