"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { issueOrderInvoice } from "#services/invoices/issue-order-invoice.ts";

const Issue = z.object({
  orderId: z.string().max(60),
  code: z.string().max(20),
  dueOn: z.string().trim().max(20).optional(),
});

/** Issues the invoice of an order that has none. */
export const issueInvoiceAction = action(Issue, async ({ actor, requestId }, { code, orderId, dueOn }) => {
  await issueOrderInvoice({ actor, requestId }, { orderId, dueOn: dueOn || undefined });
  await redirectDone(`/admin/orders/${encodeURIComponent(code)}`, "invoice-issued");
});
