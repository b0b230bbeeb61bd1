import { type FormAction, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";

export type ProfileFormProps = { name: string; timezone: string; action: FormAction };

/** One's name and timezone. */
export function ProfileForm({ name, timezone, action }: ProfileFormProps) {
  return (
    <StateForm action={action} className="grid gap-5">
      <FormInput name="name" label="Name" autoComplete="name" defaultValue={name} required maxLength={200} />
      <FormSelect
        name="timezone"
        label="Timezone"
        hint="Dates that belong to you are shown in it. Lessons keep the timezone of the place they are held in."
        options={zoneOptions(timezone)}
        defaultValue={timezone}
      />
      <div>
        <SubmitButton variant="quiet" pendingLabel="Saving">
          Save
        </SubmitButton>
      </div>
    </StateForm>
  );
}

/** Every timezone that the machine knows, and the person's own if it is known by another name today. */
function zoneOptions(own: string) {
  const zones = new Set([...Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/")), "UTC", own]);
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
