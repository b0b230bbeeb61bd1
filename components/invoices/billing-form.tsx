import { type FormAction, FormCheckbox, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SelectOption } from "#components/ui/select.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { BillingView } from "#domain/invoices/get-billing.ts";
import { BillingFields } from "./billing-fields.tsx";

export type BillingFormProps = {
  billing: Pick<BillingView, "orderId" | "code" | "details">;
  countries: SelectOption[];
  action: FormAction;
  /** Whence it was opened, and where it leads back to. */
  from?: "order" | "checkout";
  /** The invoice that may be cancelled and issued anew along with it. */
  correct?: { id: string; code: string } | undefined;
};

/** To whom an order is billed: a person, or a company with whom to ask there. */
export function BillingForm(props: BillingFormProps) {
  const { billing, countries, action, from = "order", correct } = props;
  const { orderId, code, details } = billing;
  const t = getTranslator();
  return (
    <StateForm
      action={action}
      values={{ orderId, code, from, ...(correct ? { invoiceId: correct.id } : {}) }}
      className="grid max-w-xl gap-5"
    >
      <BillingFields details={details} countries={countries} />
      {correct && (
        <FormCheckbox name="correct" label={t("invoices.correct_label", { invoice: correct.code })} defaultChecked />
      )}
      <div>
        <SubmitButton pendingLabel={t("invoices.saving_pending")}>{t("invoices.save_billing_button")}</SubmitButton>
      </div>
    </StateForm>
  );
}
