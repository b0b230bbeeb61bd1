import type { Choice } from "#components/admin/cohort-fields.tsx";
import { RULE_KIND_WORDS } from "#components/discounts/coupon-words.ts";
import { FormCheckbox, FormInput, FormSelect, FormTextArea } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DiscountDays, DiscountFigure } from "./discount-fields.tsx";
import type { PriceRuleRow } from "#domain/price-rules/list-price-rules.ts";

/** A price rule as its form shows it: figures as they are typed. */
export type PriceRuleDraft = {
  name: string;
  kind: PriceRuleRow["kind"];
  target: string;
  effect: string;
  value: string;
  currency: string;
  startsOn: string;
  endsOn: string;
  addresses: string;
  withinDays: string;
  fromPlace: string;
  isAdded: boolean;
};

export type PriceRuleFieldsProps = { draft: PriceRuleDraft; currencies: Choice[]; targets: Choice[] };

/** For whom the price is another one, which, and when. What only one kind has stands together at the end. */
export function PriceRuleFieldsPart({ draft, currencies, targets }: PriceRuleFieldsProps) {
  const t = getTranslator();
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormInput
          name="name"
          label={t("price_rules.name_label")}
          hint={t("price_rules.name_hint")}
          maxLength={100}
          defaultValue={draft.name}
          required
        />
        <FormSelect
          name="kind"
          label={t("price_rules.kind_label")}
          options={Object.entries(RULE_KIND_WORDS).map(([value, words]) => ({ value, label: t(words) }))}
          defaultValue={draft.kind}
          required
        />
      </div>
      <FormSelect
        name="target"
        label={t("price_rules.for_label")}
        options={[{ value: "", label: t("coupons.scope_everything") }, ...targets]}
        defaultValue={draft.target}
      />
      <DiscountFigure
        way={{
          ...{ name: "effect", label: t("price_rules.effect_label"), value: draft.effect },
          options: [
            { value: "percent", label: t("price_rules.effect_percent") },
            { value: "amount", label: t("price_rules.effect_amount") },
            { value: "price", label: t("price_rules.effect_price") },
          ],
        }}
        value={draft.value}
        currency={{ value: draft.currency, hint: t("price_rules.currency_hint"), options: currencies }}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <DiscountDays startsOn={draft.startsOn} endsOn={draft.endsOn} endsHint={t("price_rules.ends_hint")} />
      </div>
      <FormTextArea
        name="addresses"
        label={t("price_rules.addresses_label")}
        hint={t("price_rules.addresses_hint")}
        rows={3}
        maxLength={20_000}
        defaultValue={draft.addresses}
        optional
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <FormInput
          name="withinDays"
          label={t("price_rules.within_days_label")}
          hint={t("price_rules.within_days_hint")}
          inputMode="numeric"
          maxLength={6}
          defaultValue={draft.withinDays}
          optional
        />
        <FormInput
          name="fromPlace"
          label={t("price_rules.from_place_label")}
          hint={t("price_rules.from_place_hint")}
          inputMode="numeric"
          maxLength={4}
          defaultValue={draft.fromPlace}
          optional
        />
      </div>
      <FormCheckbox
        name="isAdded"
        label={t("price_rules.added_label")}
        hint={t("price_rules.added_hint")}
        defaultChecked={draft.isAdded}
      />
    </>
  );
}
