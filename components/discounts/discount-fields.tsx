import type { Choice } from "#components/admin/cohort-fields.tsx";
import { FormInput, FormSelect } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type FigureProps = {
  /** How something is taken off: the name of its field, what it is called, and the ways there are. */
  way: { name: string; label: string; options: Choice[]; value: string };
  value: string;
  currency: { value: string; hint: string; options: Choice[] };
};

/** How much a coupon or a price rule takes off: the way, the figure, and the currency where it is an amount. */
export function DiscountFigure({ way, value, currency }: FigureProps) {
  const t = getTranslator();
  return (
    <div className="grid gap-5 sm:grid-cols-[1fr_1fr_1.4fr]">
      <FormSelect name={way.name} label={way.label} options={way.options} defaultValue={way.value} required />
      <FormInput
        name="value"
        label={t("coupons.figure_label")}
        hint={t("coupons.figure_hint")}
        inputMode="decimal"
        maxLength={40}
        defaultValue={value}
        required
      />
      <FormSelect
        name="currency"
        label={t("coupons.currency_label")}
        hint={currency.hint}
        options={currency.options}
        defaultValue={currency.value}
        required
      />
    </div>
  );
}

/** From which day to which it counts. */
export function DiscountDays({ startsOn, endsOn, endsHint }: { startsOn: string; endsOn: string; endsHint: string }) {
  const t = getTranslator();
  return (
    <>
      <FormInput name="startsOn" type="date" label={t("coupons.starts_label")} defaultValue={startsOn} optional />
      <FormInput
        name="endsOn"
        type="date"
        label={t("coupons.ends_label")}
        hint={endsHint}
        defaultValue={endsOn}
        optional
      />
    </>
  );
}
