"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { getBilling } from "#domain/invoices/get-billing.ts";
import { BillingInput, checkBilling } from "#domain/invoices/inputs.ts";
import { setBillingDetails } from "#domain/invoices/set-billing-details.ts";

const Billing = BillingInput.extend({
  orderId: z.string().max(60),
  code: z.string().max(20),
  from: z.enum(["order", "checkout"]).default("order"),
});

/** The buyer says to whom their order is billed. */
export const setBillingAction = action(
  Billing,
  async ({ write, read }, { code, from, ...billing }) => {
    await write((ctx) => setBillingDetails(ctx, billing));
    // What a person must know of it is said where it was changed.
    if ((await getBilling(read, code))?.taxMismatch) {
      await redirectDone(`/orders/${encodeURIComponent(code)}/billing`, "billing-saved-tax");
    }
    await redirectDone(`/${from === "checkout" ? from : "orders"}/${encodeURIComponent(code)}`, "billing-saved");
  },
  [(_asked, typed) => checkBilling(typed)],
);
