import { z } from "zod";
import { issue, type Message, message } from "#messages/message.ts";
import { hasLink } from "../accounts/has-link.ts";
import { NAME_WITHOUT_LINK } from "../accounts/inputs.ts";
import { COUNTRIES, hasNoPostCodes } from "../kernel/countries.ts";
import { compactVatId, describeVatIdFault } from "../kernel/describe-vat-id-fault.ts";
import { isWrongPostCode } from "../kernel/is-wrong-post-code.ts";
import { Refusal } from "../kernel/refusal.ts";
import { createLineInput } from "../kernel/text-inputs.ts";

const BilledName = createLineInput(200).refine((name) => !hasLink(name), NAME_WITHOUT_LINK);

/** To whom an order is billed. What is not known is empty; `company` is empty where a person buys for themselves. */
export const BillingInput = z.object({
  company: createLineInput(200)
    .refine((company) => !hasLink(company, { isCompany: true }), NAME_WITHOUT_LINK)
    .default(""),
  name: BilledName.min(1, issue("fields.billing_name_needed")),
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
export const OrderBillingInput = BillingInput.extend({ name: BilledName.default("") });

export type OrderBilling = z.infer<typeof OrderBillingInput>;

/** What an invoice to a company must say of where it is (EN 16931 BT-50 to BT-55, § 14 UStG, art. 26 MWSTG), and the word where it does not. */
const COMPANY_NEEDS = {
  street: message("fields.billing_street_needed"),
  postCode: message("fields.billing_post_code_needed"),
  town: message("fields.billing_town_needed"),
} as const;

type Typed = Partial<Billing>;

/** What is wrong with the whole of it, by field; what is not there yet is not judged, so that a form can ask while others are wrong. */
function listBillingFaults({ company = "", vatId = "", country = "", ...where }: Typed): Record<string, Message> {
  const isCompany = company !== "" || vatId !== "";
  const missing = Object.entries(COMPANY_NEEDS).filter(
    ([part]) =>
      isCompany &&
      where[part as keyof typeof COMPANY_NEEDS] === "" &&
      !(part === "postCode" && (country === "" || hasNoPostCodes(country))),
  );
  const fault = vatId !== "" && country !== "" && describeVatIdFault(compactVatId(vatId, country), country);
  const isWrong = isWrongPostCode(where.postCode ?? "", country);
  return {
    ...Object.fromEntries(missing),
    ...(isWrong ? { postCode: message("fields.billing_post_code_wrong") } : {}),
    ...(fault ? { vatId: fault } : {}),
  };
}

/**
 * Refuses (`invalid_input`), beside its field, a VAT id that nobody can have, a postal code that its country does not have, and a company without the address that its invoice must bear. A person
 * may leave theirs out.
 */
export function checkBilling(typed: Typed): void {
  const fields = listBillingFaults(typed);
  if (Object.keys(fields).length > 0) throw new Refusal("invalid_input", { fields });
}

/** The details as they are kept, with the VAT id without blanks and dots. Refuses as `checkBilling`. */
export function readBillingDetails<Details extends Billing>(typed: Details): Details {
  checkBilling(typed);
  return { ...typed, vatId: typed.vatId === "" ? "" : compactVatId(typed.vatId, typed.country) };
}
