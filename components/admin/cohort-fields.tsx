import { FormLocalTime } from "../forms/local-time-field.tsx";
import { FormCheckbox, FormInput, FormSelect } from "../forms/state-form.tsx";

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
  currency: string;
  opensAt: Date | null;
  closesAt: Date | null;
  accessDays: string;
  waitingList: boolean;
};

export type CohortFieldsProps = {
  draft: CohortDraft;
  timezones: Choice[];
  currencies: Choice[];
  /** What the school's payment services have against the price as it is saved. */
  priceWarnings?: string[];
};

/** When a cohort takes place, for how many, and for how much. */
export function CohortFieldsPart({ draft, timezones, currencies, priceWarnings = [] }: CohortFieldsProps) {
  return (
    <>
      <FormInput
        name="name"
        label="Name"
        hint="What tells it from the others, such as Winter evenings."
        maxLength={200}
        defaultValue={draft.name}
        required
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <FormLocalTime name="startsAt" label="Begins" timezone={draft.timezone} instant={draft.startsAt} optional />
        <FormLocalTime name="endsAt" label="Ends" timezone={draft.timezone} instant={draft.endsAt} optional />
        <FormSelect name="timezone" label="Timezone" options={timezones} defaultValue={draft.timezone} required />
        <FormInput name="place" label="Place" maxLength={200} defaultValue={draft.place} optional />
      </div>
      <div className="grid gap-5 sm:grid-cols-3">
        <FormInput
          name="price"
          label="Price"
          inputMode="decimal"
          hint={priceWarnings.length > 0 ? <PriceWarnings warnings={priceWarnings} /> : "0 is free."}
          maxLength={40}
          defaultValue={draft.price}
          required
        />
        <FormSelect name="currency" label="Currency" options={currencies} defaultValue={draft.currency} required />
        <FormInput
          name="capacity"
          label="Seats"
          inputMode="numeric"
          hint="Empty means no limit."
          maxLength={7}
          defaultValue={draft.capacity}
          optional
        />
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormLocalTime
          name="opensAt"
          label="Enrolment opens"
          timezone={draft.timezone}
          instant={draft.opensAt}
          optional
        />
        <FormLocalTime
          name="closesAt"
          label="Enrolment closes"
          timezone={draft.timezone}
          instant={draft.closesAt}
          optional
        />
        <FormInput
          name="accessDays"
          label="Days of access"
          inputMode="numeric"
          hint="From its beginning, or from enrolling if that is later. Empty means for good."
          maxLength={6}
          defaultValue={draft.accessDays}
          optional
        />
      </div>
      <FormCheckbox name="waitingList" label="Keep a waiting list when it is full" defaultChecked={draft.waitingList} />
    </>
  );
}

function PriceWarnings({ warnings }: { warnings: string[] }) {
  return (
    <span className="text-bad" data-price-warning>
      {warnings.join(" ")}
    </span>
  );
}
