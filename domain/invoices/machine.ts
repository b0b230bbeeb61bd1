import { invoices } from "#db/schema/index.ts";
import type { InvoiceState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";
import type { InvoiceContent } from "./invoice-content.ts";

type Row = typeof invoices.$inferSelect;

export type Invoice = Omit<Row, "content"> & { content: InvoiceContent };

/** An invoice is open again when the money that paid it was another order's. What it says never changes; a cancellation invoice or a credit note takes it back. */
export const invoiceMachine: Machine<InvoiceState, Row> = {
  object: "invoice",
  table: invoices,
  moves: { open: ["paid", "cancelled"], paid: ["cancelled", "open"], cancelled: [], issued: [] },
};
