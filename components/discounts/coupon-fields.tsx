import type { Choice } from "#components/admin/cohort-fields.tsx";
import { FormCheckbox, FormInput, FormTick } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DiscountDays, DiscountFigure } from "./discount-fields.tsx";

/** A coupon as its form shows it: figures as they are typed. */
export type CouponDraft = {
  name: string;
  kind: string;
  value: string;
  currency: string;
  minimum: string;
  startsOn: string;
  endsOn: string;
  usesMax: string;
  usesPerPersonMax: string;
  placesMax: string;
  isCombinable: boolean;
  scopes: readonly { kind: string; target: string }[];
};

export type CouponFieldsProps = {
  draft: CouponDraft;
  currencies: Choice[];
  subjects: Choice[];
  courses: Choice[];
  cohorts: Choice[];
  /** One that is new says its code; later nobody changes it. */
  isNew?: boolean;
};

/** What a coupon takes off, when and how often, and for what. */
export function CouponFieldsPart({ draft, currencies, isNew = false, ...scopes }: CouponFieldsProps) {
  const t = getTranslator();
  return (
    <>
      <FormInput
        name="name"
        label={t("coupons.name_label")}
        hint={t("coupons.name_hint")}
        maxLength={200}
        defaultValue={draft.name}
        required
      />
      {isNew && (
        <FormInput
          name="coupon"
          label={t("coupons.code_label")}
          hint={t("coupons.code_hint")}
          maxLength={60}
          autoComplete="off"
          optional
        />
      )}
      <DiscountFigure
        way={{
          ...{ name: "kind", label: t("coupons.kind_label"), value: draft.kind },
          options: [
            { value: "percent", label: t("coupons.kind_percent") },
            { value: "amount", label: t("coupons.kind_amount") },
          ],
        }}
        value={draft.value}
        currency={{ value: draft.currency, hint: t("coupons.currency_hint"), options: currencies }}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <DiscountDays startsOn={draft.startsOn} endsOn={draft.endsOn} endsHint={t("coupons.ends_hint")} />
        <Limit
          name="usesMax"
          value={draft.usesMax}
          label={t("coupons.uses_max_label")}
          hint={t("coupons.limit_hint")}
        />
        <Limit
          name="usesPerPersonMax"
          value={draft.usesPerPersonMax}
          label={t("coupons.uses_per_person_label")}
          hint={t("coupons.limit_hint")}
        />
        <Limit
          name="placesMax"
          value={draft.placesMax}
          label={t("coupons.places_max_label")}
          hint={t("coupons.places_max_hint")}
        />
        <FormInput
          name="minimum"
          label={t("coupons.minimum_label")}
          hint={t("coupons.minimum_hint")}
          inputMode="decimal"
          maxLength={40}
          defaultValue={draft.minimum}
          optional
        />
      </div>
      <FormCheckbox
        name="isCombinable"
        label={t("coupons.combinable_label")}
        hint={t("coupons.combinable_hint")}
        defaultChecked={draft.isCombinable}
      />
      <Scopes chosen={draft.scopes} {...scopes} />
    </>
  );
}

function Limit({ value, ...input }: { name: string; value: string; label: string; hint: string }) {
  return <FormInput {...input} inputMode="numeric" maxLength={12} defaultValue={value} optional />;
}

type ScopesProps = Pick<CouponFieldsProps, "subjects" | "courses" | "cohorts"> & { chosen: CouponDraft["scopes"] };

function Scopes({ subjects, courses, cohorts, chosen }: ScopesProps) {
  const t = getTranslator();
  return (
    <fieldset className="grid min-w-0 gap-4">
      <legend className="font-[560]">{t("coupons.scopes_legend")}</legend>
      <p className="text-small text-ink-soft">{t("coupons.scopes_hint")}</p>
      <Ticks name="subjects" kind="subject" title={t("coupons.scope_subjects")} choices={subjects} chosen={chosen} />
      <Ticks name="courseIds" kind="course" title={t("coupons.scope_courses")} choices={courses} chosen={chosen} />
      <Ticks name="cohortIds" kind="cohort" title={t("coupons.scope_cohorts")} choices={cohorts} chosen={chosen} />
    </fieldset>
  );
}

type TicksProps = {
  name: string;
  kind: string;
  title: string;
  choices: Choice[];
  chosen: CouponDraft["scopes"];
};

/** Folded until one is chosen: a school with hundreds of courses keeps the rest of the form within reach. */
function Ticks({ name, kind, title, choices, chosen }: TicksProps) {
  const ticked = chosen.filter((each) => each.kind === kind).map(({ target }) => target);
  if (choices.length === 0) return null;
  return (
    <details open={ticked.length > 0} className="min-w-0 rounded-md border border-rule px-3 py-2">
      <summary className="min-h-6 cursor-pointer text-[15px]">{title}</summary>
      <div className="mt-2 grid max-h-72 gap-1 overflow-y-auto [overflow-wrap:anywhere]" tabIndex={0}>
        {choices.map(({ value, label }) => (
          <FormTick
            key={value}
            id={`${name}-${value}`}
            name={name}
            value={value}
            label={label}
            defaultChecked={ticked.includes(value)}
          />
        ))}
      </div>
    </details>
  );
}
