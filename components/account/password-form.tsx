import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";

export type PasswordFormProps = { email: string; hasPassword: boolean; lengthMin: number; action: FormAction };

/** A change of password. The address stands in it, hidden, so that a password manager knows whose password changes. */
export function PasswordForm({ email, hasPassword, lengthMin, action }: PasswordFormProps) {
  return (
    <StateForm action={action} className="grid gap-5">
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      {hasPassword && (
        <FormInput
          name="currentPassword"
          type="password"
          label="Current password"
          autoComplete="current-password"
          required
          maxLength={200}
        />
      )}
      <FormInput
        name="newPassword"
        type="password"
        label="New password"
        autoComplete="new-password"
        required
        maxLength={200}
        hint={`At least ${lengthMin} characters. A short sentence is a good one.`}
      />
      <div>
        <SubmitButton variant="quiet" pendingLabel="One moment">
          {hasPassword ? "Change the password" : "Set a password"}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
