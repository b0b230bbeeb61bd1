import { type FormAction, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ProfileFormProps = {
  name: string;
  timezone: string;
  /** How certificates call the person; empty for the name of the account. */
  certificateName: string;
  language: string | null;
  /** Of the school; with one alone there is nothing to choose. */
  languages: readonly { language: string; name: string }[];
  action: FormAction;
};

/** One's name, timezone and language. */
export function ProfileForm({ name, timezone, certificateName, language, languages, action }: ProfileFormProps) {
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
      <FormInput
        name="certificateName"
        label={t("account.certificate_name_label")}
        hint={t("account.certificate_name_hint")}
        defaultValue={certificateName}
        maxLength={240}
        optional
      />
      <FormSelect
        name="timezone"
        label={t("account.timezone_label")}
        hint={t("account.dates_that_belong_to_you_are_shown_in_it_hint")}
        options={listTimezoneChoices()}
        defaultValue={timezone}
      />
      {languages.length > 1 && (
        <FormSelect
          name="language"
          label={t("account.language_label")}
          hint={t("account.language_hint")}
          options={[
            { value: "", label: t("account.language_of_the_page") },
            ...languages.map((each) => ({ value: each.language, label: each.name })),
          ]}
          defaultValue={language ?? ""}
        />
      )}
      <div>
        <SubmitButton variant="quiet" pendingLabel={t("account.saving_pending")}>
          {t("account.save_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
