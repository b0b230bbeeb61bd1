import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";

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
  return (
    <StateForm action={action} values={{ secret }} className="mt-7 grid gap-5">
      {name !== undefined && (
        <FormInput name="name" label="Your name" autoComplete="name" defaultValue={name} required maxLength={400} />
      )}
      <FormInput name="email" label="E-mail" autoComplete="username" defaultValue={email} readOnly />
      <FormInput
        name="password"
        type="password"
        label="New password"
        autoComplete="new-password"
        required
        maxLength={200}
        hint={`At least ${passwordLengthMin} characters. A short sentence is a good one.`}
      />
      <SubmitButton full pendingLabel="One moment">
        {submitLabel}
      </SubmitButton>
    </StateForm>
  );
}
