import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ChoosePasswordProps = {
  secret: string;
  email: string;
  action: FormAction;
  passwordLengthMin: number;
  /** Asked of somebody who was invited; the name that the invitation gave them. */
  name?: string;
  submitLabel: string;
};

/** A new password for whoever holds a link. The address stands in the form so that a password manager knows whose it is. */
export function ChoosePassword({ secret, email, action, passwordLengthMin, name, submitLabel }: ChoosePasswordProps) {
  const t = getTranslator();
  return (
    <StateForm action={action} values={{ secret }} className="mt-7 grid gap-5">
      {name !== undefined && (
        <FormInput
          name="name"
          label={t("account.your_name_label")}
          autoComplete="name"
          defaultValue={name}
          required
          maxLength={400}
        />
      )}
      <FormInput name="email" label={t("account.email_label")} autoComplete="username" defaultValue={email} readOnly />
      <FormInput
        name="password"
        type="password"
        label={t("account.new_password_label")}
        autoComplete="new-password"
        required
        maxLength={200}
        hint={t("account.at_least_characters_hint", { passwordLengthMin })}
      />
      <SubmitButton full pendingLabel={t("account.one_moment_pending")}>
        {submitLabel}
      </SubmitButton>
    </StateForm>
  );
}
