import { billingFieldName } from "#components/invoices/billing-field-name.ts";
import { BillingFields } from "#components/invoices/billing-fields.tsx";
import { BillingFold } from "#components/invoices/billing-fold.tsx";
import { billedToWords } from "#components/invoices/invoice-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SelectOption } from "#components/ui/select.tsx";
import type { Billing } from "#domain/invoices/inputs.ts";

/** `known`: to whom the order before was billed, and this one too unless they change it. */
export type BillingBlockProps = { known: Billing | undefined; countries: SelectOption[]; id: string };

/** To whom an order will be billed, asked before it is made: a line for whoever buys for themselves, the fields for a company. */
export function BillingBlock({ known, countries, id }: BillingBlockProps) {
  const t = getTranslator();
  const summary = known
    ? t("invoices.billed_to_change", { who: billedToWords(known) })
    : t("invoices.billing_from_checkout");
  return (
    <BillingFold summary={summary}>
      {known && <input type="hidden" name="billingKnown" value="1" />}
      <BillingFields details={known ?? {}} countries={countries} nameOf={billingFieldName} id={id} isOptional />
    </BillingFold>
  );
}
