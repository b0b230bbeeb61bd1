import { type FormAction, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";

export type ProfileFormProps = { name: string; timezone: string; action: FormAction };

/** One's name and timezone. */
export function ProfileForm({ name, timezone, action }: ProfileFormProps) {
  return (
    <StateForm action={action} className="grid gap-5">
      <FormInput name="name" label="Name" autoComplete="name" defaultValue={name} required maxLength={400} />
      <FormSelect
        name="timezone"
        label="Timezone"
        hint="Dates that belong to you are shown in it. Lessons keep the timezone of their place, and deadlines the school’s."
        options={listTimezoneChoices()}
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
