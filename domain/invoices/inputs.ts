import { z } from "zod";
import { issue } from "#messages/message.ts";
import { COUNTRIES } from "../kernel/countries.ts";
import { compactVatId, describeVatIdFault } from "../kernel/describe-vat-id-fault.ts";
import { Refusal } from "../kernel/refusal.ts";
import { createLineInput } from "../kernel/text-inputs.ts";

/** To whom an order is billed. What is not known is empty; `company` is empty where a person buys for themselves. */
export const BillingInput = z.object({
  company: createLineInput(200).default(""),
  name: createLineInput(200).min(1, issue("fields.billing_name_needed")),
  street: createLineInput(100).default(""),
  number: createLineInput(16).default(""),
  postCode: createLineInput(16).default(""),
  town: createLineInput(100).default(""),
  /** ISO 3166-1 alpha-2. */
  country: z.string().refine((code) => COUNTRIES.includes(code), issue("fields.choose_from_list")),
  vatId: createLineInput(40).default(""),
  reference: createLineInput(200).default(""),
});

export type Billing = z.infer<typeof BillingInput>;

/** The same for an order that is about to be made: who says no name is billed by their own. */
export const OrderBillingInput = BillingInput.extend({ name: createLineInput(200).default("") });

export type OrderBilling = z.infer<typeof OrderBillingInput>;

/** The VAT id as it is kept. Refuses (`invalid_input`), beside its field, one that nobody can have. */
export function checkVatId({ vatId, country }: Pick<Billing, "vatId" | "country">): string {
  if (vatId === "") return "";
  const compact = compactVatId(vatId, country);
  const fault = describeVatIdFault(compact, country);
  if (fault) throw new Refusal("invalid_input", { fields: { vatId: fault } });
  return compact;
}
