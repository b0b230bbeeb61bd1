import { defineRead } from "#app/_http/json.ts";
import { Invoice } from "#domain/api/invoice-shapes.ts";
import { invoicePages } from "#domain/api/invoices.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";

export default defineRead({
  id: "listInvoices",
  method: "GET",
  path: "/invoices",
  subject: "Invoices",
  summary: "List invoices, cancellation invoices and credit notes",
  detail: "The office sees everybody's, a student their own.",
  needs: "invoice.read",
  query: createListQuery(invoicePages),
  status: 200,
  answer: createPageSchema(Invoice),
  handle: (ctx, { query }) => invoicePages.after(ctx, query),
});
