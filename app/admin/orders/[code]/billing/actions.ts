"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { correctInvoice } from "#domain/invoices/correct-invoice.ts";
import { getBilling } from "#domain/invoices/get-billing.ts";
import { BillingInput, checkBilling } from "#domain/invoices/inputs.ts";
import { setBillingDetails } from "#domain/invoices/set-billing-details.ts";

const Billing = BillingInput.extend({
  orderId: z.string().max(60),
  code: z.string().max(20),
  invoiceId: z.string().max(60).optional(),
  // A box that is not ticked sends nothing.
  correct: z.string().optional(),
  from: z.string().optional(),
});

/** The office says to whom an order is billed, and corrects the invoice that was issued to somebody else before. */
export const setOfficeBillingAction = action(
  Billing,
  async ({ write, read }, { code, from: _, invoiceId, correct, orderId, ...billing }) => {
    const isCorrection = invoiceId !== undefined && correct !== undefined;
    if (isCorrection) await write((ctx) => correctInvoice(ctx, { invoiceId, ...billing }));
    else await write((ctx) => setBillingDetails(ctx, { orderId, ...billing }));
    if (!isCorrection && (await getBilling(read, code))?.taxMismatch) {
      await redirectDone(`/admin/orders/${encodeURIComponent(code)}/billing`, "billing-saved-tax");
    }
    await redirectDone(
      `/admin/orders/${encodeURIComponent(code)}`,
      isCorrection ? "invoice-corrected" : "billing-saved",
    );
  },
  [(_asked, typed) => checkBilling(typed)],
);
