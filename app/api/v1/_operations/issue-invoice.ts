import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Invoice } from "#domain/api/invoice-shapes.ts";
import { loadInvoiceView } from "#domain/api/invoices.ts";
import { beginInvoiceTransfer } from "#services/invoices/issue-order-invoice.ts";
import { issueInvoice } from "#domain/invoices/issue-invoice.ts";

export default defineWrite({
  id: "issueInvoice",
  method: "POST",
  path: "/orders/{id}/invoice",
  subject: "Invoices",
  summary: "Issue the invoice of an order that has none",
  detail:
    "An order that is paid has its invoice by itself. One that a company pays by invoice holds its seats until the end of the day on which it is due: `dueOn`, or as many days from today as the settings say; a bank transfer is begun, whose reference stands on it.",
  needs: "invoice.issue",
  body: z.strictObject({ dueOn: z.string().max(20).optional() }),
  status: 201,
  answer: Invoice,
  refusals: ["wrong_state", "invalid_input"],
  prepare: (as, { id }) => beginInvoiceTransfer(as, id),
  handle: async (ctx, { id, body }) => {
    const { id: invoiceId } = await issueInvoice(ctx, { orderId: id, dueOn: body.dueOn });
    return loadInvoiceView(ctx, invoiceId);
  },
});
