import { type FormAction, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ProfileFormProps = { name: string; timezone: string; action: FormAction };

/** One's name and timezone. */
export function ProfileForm({ name, timezone, action }: ProfileFormProps) {
  const t = getTranslator();
  return (
    <StateForm action={action} className="grid gap-5">
      <FormInput
        name="name"
        label={t("account.name_label")}
        autoComplete="name"
        defaultValue={name}
        required
        maxLength={400}
      />
      <FormSelect
        name="timezone"
        label={t("account.timezone_label")}
        hint={t("account.dates_that_belong_to_you_are_shown_in_it_hint")}
        options={listTimezoneChoices()}
        defaultValue={timezone}
      />
      <div>
        <SubmitButton variant="quiet" pendingLabel={t("account.saving_pending")}>
          {t("account.save_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
