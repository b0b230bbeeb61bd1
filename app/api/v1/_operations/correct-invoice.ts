import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Invoice } from "#domain/api/invoice-shapes.ts";
import { loadInvoiceView } from "#domain/api/invoices.ts";
import { correctInvoice } from "#domain/invoices/correct-invoice.ts";
import { BillingInput } from "#domain/invoices/inputs.ts";

export default defineWrite({
  id: "correctInvoice",
  method: "POST",
  path: "/invoices/{id}/correct",
  subject: "Invoices",
  summary: "Cancel an invoice and issue another one to the buyer as they are named now",
  detail:
    "Both in one step, each under a number of its own. An invoice of which something was credited stays as it is.",
  needs: "invoice.correct",
  body: BillingInput.strict(),
  status: 200,
  answer: z.strictObject({ cancellation: Invoice, invoice: Invoice }),
  refusals: ["wrong_state", "invalid_input"],
  handle: async (ctx, { id, body }) => {
    const { cancellation, invoice } = await correctInvoice(ctx, { invoiceId: id, ...body });
    return {
      cancellation: await loadInvoiceView(ctx, cancellation.id),
      invoice: await loadInvoiceView(ctx, invoice.id),
    };
  },
});
