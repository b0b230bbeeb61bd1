import { FormInput, FormSelect } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SelectOption } from "#components/ui/select.tsx";
import { getOtherVatCountry, listCountries } from "#domain/kernel/countries.ts";
import type { Billing } from "#domain/invoices/inputs.ts";

export type BillingFieldsProps = {
  details: Partial<Billing>;
  countries: SelectOption[];
  /** What a field is called in its form, by what it says. */
  nameOf?: (part: keyof Billing) => string;
  /** Two forms on one page need ids of their own. */
  id?: string;
  /** The form is about something else, and all of it may be left empty. */
  isOptional?: boolean;
};

/** Says of a VAT id of another country than the address that it may be right, and is worth a look. */
function vatHint({ vatId = "", country = "" }: Partial<Billing>): string {
  const t = getTranslator();
  const other = getOtherVatCountry(vatId, country);
  if (other === null) return t("invoices.vat_id_hint");
  const names = new Map(listCountries(t.language).map(({ value, label }) => [value, label]));
  const of = (code: string) => names.get(code) ?? code;
  return t("invoices.vat_id_other_country", { vatCountry: of(other), country: of(country) });
}

/** To whom something is billed: a person, or a company with whom to ask there. */
export function BillingFields({
  details,
  countries,
  nameOf = (part) => part,
  id,
  isOptional = false,
}: BillingFieldsProps) {
  const t = getTranslator();
  const field = (part: keyof Billing) => ({
    name: nameOf(part),
    defaultValue: details[part] ?? "",
    ...(id ? { id: `${id}-${part}` } : {}),
  });
  const needed = isOptional ? { optional: true } : { required: true };
  return (
    <>
      <FormInput
        {...field("company")}
        label={t("invoices.company_label")}
        hint={t("invoices.company_hint")}
        autoComplete="organization"
        maxLength={400}
        optional
      />
      <FormInput {...field("name")} label={t("invoices.name_label")} autoComplete="name" maxLength={400} {...needed} />
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_140px]">
        <FormInput
          {...field("street")}
          label={t("invoices.street_label")}
          autoComplete="address-line1"
          maxLength={200}
          optional
        />
        <FormInput {...field("number")} label={t("invoices.number_label")} autoComplete="off" maxLength={32} optional />
      </div>
      <div className="grid gap-5 sm:grid-cols-[140px_minmax(0,1fr)]">
        <FormInput
          {...field("postCode")}
          label={t("invoices.post_code_label")}
          autoComplete="postal-code"
          maxLength={32}
          optional
        />
        <FormInput
          {...field("town")}
          label={t("invoices.town_label")}
          autoComplete="address-level2"
          maxLength={200}
          optional
        />
      </div>
      <FormSelect
        {...field("country")}
        label={t("invoices.country_label")}
        autoComplete="country"
        options={countries}
        placeholder={t("invoices.choose_country")}
        {...needed}
      />
      <FormInput
        {...field("vatId")}
        label={t("invoices.vat_id_label")}
        hint={vatHint(details)}
        autoComplete="off"
        maxLength={80}
        optional
      />
      <FormInput
        {...field("reference")}
        label={t("invoices.reference_label")}
        hint={t("invoices.reference_hint")}
        autoComplete="off"
        maxLength={400}
        optional
      />
    </>
  );
}
