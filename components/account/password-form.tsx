import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type PasswordFormProps = { email: string; hasPassword: boolean; lengthMin: number; action: FormAction };

/** A change of password. The address stands in it, hidden, so that a password manager knows whose password changes. */
export function PasswordForm({ email, hasPassword, lengthMin, action }: PasswordFormProps) {
  const t = getTranslator();
  return (
    <StateForm action={action} className="grid gap-5">
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      {hasPassword && (
        <FormInput
          name="currentPassword"
          type="password"
          label={t("account.current_password_label")}
          autoComplete="current-password"
          required
          maxLength={200}
        />
      )}
      <FormInput
        name="newPassword"
        type="password"
        label={t("account.new_password_label")}
        autoComplete="new-password"
        required
        maxLength={200}
        hint={t("account.at_least_characters_hint_2", { lengthMin })}
      />
      <div>
        <SubmitButton variant="quiet" pendingLabel={t("account.one_moment_pending")}>
          {hasPassword ? t("account.change_the_password_button") : t("account.set_a_password_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
