import { FormLocalTime } from "../forms/local-time-field.tsx";
import { FormCheckbox, FormInput, FormSelect } from "../forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type Choice = { value: string; label: string };

/** A cohort as its form shows it: its times for the wall clock of its timezone, the price in decimals. */
export type CohortDraft = {
  name: string;
  startsAt: Date | null;
  endsAt: Date | null;
  timezone: string;
  place: string;
  capacity: string;
  price: string;
  priceTax: "included" | "added";
  currency: string;
  opensAt: Date | null;
  closesAt: Date | null;
  accessDays: string;
  accessUntil: string;
  renewal: string;
  renewalDays: string;
  renewalPrice: string;
  renewalsMax: string;
  waitingList: boolean;
  completionMaterialsPercent: string;
  completionAttendancePercent: string;
};

export type CohortFieldsProps = {
  draft: CohortDraft;
  timezones: Choice[];
  currencies: Choice[];
  /** What the school's payment services have against the price as it is saved. */
  priceWarnings?: string[];
  /** The school has rates of tax: a price may be given without it. */
  taxed?: boolean;
};

/** When a cohort takes place, for how many, and for how much. */
export function CohortFieldsPart({
  draft,
  timezones,
  currencies,
  priceWarnings = [],
  taxed = false,
}: CohortFieldsProps) {
  const t = getTranslator();
  return (
    <>
      <FormInput
        name="name"
        label={t("admin.name_label")}
        hint={t("admin.what_tells_it_from_the_others_such_hint")}
        maxLength={200}
        defaultValue={draft.name}
        required
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <FormLocalTime
          name="startsAt"
          label={t("admin.begins_label")}
          timezone={draft.timezone}
          instant={draft.startsAt}
          optional
        />
        <FormLocalTime
          name="endsAt"
          label={t("admin.ends_label")}
          timezone={draft.timezone}
          instant={draft.endsAt}
          optional
        />
        <FormSelect
          name="timezone"
          label={t("admin.timezone_label")}
          options={timezones}
          defaultValue={draft.timezone}
          required
        />
        <FormInput name="place" label={t("admin.place_label")} maxLength={200} defaultValue={draft.place} optional />
      </div>
      <div className="grid gap-5 sm:grid-cols-[1fr_1.4fr_1fr]">
        <FormInput
          name="price"
          label={t("admin.price_label")}
          inputMode="decimal"
          hint={priceWarnings.length > 0 ? <PriceWarnings warnings={priceWarnings} /> : t("admin.n0_is_free_hint")}
          maxLength={40}
          defaultValue={draft.price}
          required
        />
        <FormSelect
          name="currency"
          label={t("admin.currency_label")}
          options={currencies}
          defaultValue={draft.currency}
          required
        />
        <FormInput
          name="capacity"
          label={t("admin.seats_label")}
          inputMode="numeric"
          hint={t("admin.empty_means_no_limit_hint")}
          maxLength={12}
          defaultValue={draft.capacity}
          optional
        />
      </div>
      {taxed && (
        <FormSelect
          name="priceTax"
          label={t("tax.price_tax_label")}
          hint={t("tax.price_tax_hint")}
          options={[
            { value: "included", label: t("tax.price_tax_included") },
            { value: "added", label: t("tax.price_tax_added") },
          ]}
          defaultValue={draft.priceTax}
        />
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <FormLocalTime
          name="opensAt"
          label={t("admin.enrolment_opens_label")}
          timezone={draft.timezone}
          instant={draft.opensAt}
          optional
        />
        <FormLocalTime
          name="closesAt"
          label={t("admin.enrolment_closes_label")}
          timezone={draft.timezone}
          instant={draft.closesAt}
          optional
        />
      </div>
      <AccessTerms draft={draft} />
      <CompletionRule draft={draft} />
      <FormCheckbox
        name="waitingList"
        label={t("admin.keep_a_waiting_list_when_it_is_full_label")}
        defaultChecked={draft.waitingList}
      />
    </>
  );
}

/** How long the course stays open, and whether that can be renewed. */
function AccessTerms({ draft }: { draft: CohortDraft }) {
  const t = getTranslator();
  return (
    <fieldset className="grid gap-5 border-t border-rule pt-5">
      <legend className="sr-only">{t("admin.access_legend")}</legend>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormInput
          name="accessDays"
          label={t("admin.days_of_access_label")}
          inputMode="numeric"
          hint={t("admin.from_its_beginning_or_from_enrolling_if_hint")}
          maxLength={12}
          defaultValue={draft.accessDays}
          optional
        />
        <FormInput
          name="accessUntil"
          type="date"
          label={t("admin.access_until_label")}
          hint={t("admin.access_until_hint")}
          defaultValue={draft.accessUntil}
          optional
        />
        <FormSelect
          name="renewal"
          label={t("admin.renewal_label")}
          options={[
            { value: "none", label: t("admin.renewal_none") },
            { value: "request", label: t("admin.renewal_request") },
            { value: "instant", label: t("admin.renewal_instant") },
          ]}
          defaultValue={draft.renewal}
          required
        />
        <FormInput
          name="renewalDays"
          label={t("admin.renewal_days_label")}
          inputMode="numeric"
          maxLength={12}
          defaultValue={draft.renewalDays}
          optional
        />
        <FormInput
          name="renewalPrice"
          label={t("admin.renewal_price_label")}
          inputMode="decimal"
          hint={t("admin.renewal_price_hint")}
          maxLength={40}
          defaultValue={draft.renewalPrice}
          optional
        />
        <FormInput
          name="renewalsMax"
          label={t("admin.renewals_max_label")}
          inputMode="numeric"
          hint={t("admin.empty_means_no_limit_hint")}
          maxLength={12}
          defaultValue={draft.renewalsMax}
          optional
        />
      </div>
    </fieldset>
  );
}

/** What completes an enrolment by itself. */
function CompletionRule({ draft }: { draft: CohortDraft }) {
  const t = getTranslator();
  return (
    <fieldset className="grid gap-5 border-t border-rule pt-5">
      <legend className="sr-only">{t("admin.completion_legend")}</legend>
      <p className="text-small text-ink-soft">{t("admin.completion_about")}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormInput
          name="completionMaterialsPercent"
          label={t("admin.completion_materials_label")}
          inputMode="numeric"
          hint={t("admin.empty_means_not_asked_hint")}
          maxLength={12}
          defaultValue={draft.completionMaterialsPercent}
          optional
        />
        <FormInput
          name="completionAttendancePercent"
          label={t("admin.completion_attendance_label")}
          inputMode="numeric"
          hint={t("admin.empty_means_not_asked_hint")}
          maxLength={12}
          defaultValue={draft.completionAttendancePercent}
          optional
        />
      </div>
    </fieldset>
  );
}

function PriceWarnings({ warnings }: { warnings: string[] }) {
  return (
    <span className="text-bad" data-price-warning>
      {warnings.join(" ")}
    </span>
  );
}
