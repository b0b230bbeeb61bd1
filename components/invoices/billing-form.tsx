import { type FormAction, FormCheckbox, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SelectOption } from "#components/ui/select.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { BillingView } from "#domain/invoices/get-billing.ts";

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
      <FormInput
        name="company"
        label={t("invoices.company_label")}
        hint={t("invoices.company_hint")}
        autoComplete="organization"
        maxLength={400}
        defaultValue={details.company}
        optional
      />
      <FormInput
        name="name"
        label={t("invoices.name_label")}
        autoComplete="name"
        maxLength={400}
        defaultValue={details.name}
        required
      />
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_140px]">
        <FormInput
          name="street"
          label={t("invoices.street_label")}
          autoComplete="address-line1"
          maxLength={200}
          defaultValue={details.street}
          optional
        />
        <FormInput
          name="number"
          label={t("invoices.number_label")}
          autoComplete="off"
          maxLength={32}
          defaultValue={details.number}
          optional
        />
      </div>
      <div className="grid gap-5 sm:grid-cols-[140px_minmax(0,1fr)]">
        <FormInput
          name="postCode"
          label={t("invoices.post_code_label")}
          autoComplete="postal-code"
          maxLength={32}
          defaultValue={details.postCode}
          optional
        />
        <FormInput
          name="town"
          label={t("invoices.town_label")}
          autoComplete="address-level2"
          maxLength={200}
          defaultValue={details.town}
          optional
        />
      </div>
      <FormSelect
        name="country"
        label={t("invoices.country_label")}
        autoComplete="country"
        options={countries}
        placeholder={t("invoices.choose_country")}
        defaultValue={details.country}
        required
      />
      <FormInput
        name="vatId"
        label={t("invoices.vat_id_label")}
        hint={t("invoices.vat_id_hint")}
        autoComplete="off"
        maxLength={80}
        defaultValue={details.vatId}
        optional
      />
      <FormInput
        name="reference"
        label={t("invoices.reference_label")}
        hint={t("invoices.reference_hint")}
        autoComplete="off"
        maxLength={400}
        defaultValue={details.reference}
        optional
      />
      {correct && (
        <FormCheckbox name="correct" label={t("invoices.correct_label", { invoice: correct.code })} defaultChecked />
      )}
      <div>
        <SubmitButton pendingLabel={t("invoices.saving_pending")}>{t("invoices.save_billing_button")}</SubmitButton>
      </div>
    </StateForm>
  );
}
