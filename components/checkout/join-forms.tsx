import { AccountHelp } from "#components/account/account-help.tsx";
import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { PayChoice, type PayOption } from "./pay-choice.tsx";

type JoinProps = {
  cohortId: string;
  /** Empty for a free place. */
  payOptions: PayOption[];
  /** "Pay CHF 480.00", "Enrol". */
  submitLabel: string;
  action: FormAction;
  passwordLengthMin?: number;
};

/** Somebody new: who they are, how they pay, and one button. */
export function SignUpAndEnrol({ cohortId, payOptions, submitLabel, action, passwordLengthMin = 12 }: JoinProps) {
  return (
    <StateForm action={action} values={{ cohortId }} className="grid gap-5">
      <FormInput id="new-name" name="name" label="Your name" autoComplete="name" required maxLength={400} />
      <FormInput
        id="new-email"
        name="email"
        type="email"
        label="E-mail"
        autoComplete="email"
        required
        maxLength={254}
        hint="Your receipt and the calendar come here."
      />
      <FormInput
        id="new-password"
        name="password"
        type="password"
        label="Choose a password"
        autoComplete="new-password"
        required
        minLength={passwordLengthMin}
        maxLength={200}
        hint={`At least ${passwordLengthMin} characters. A short sentence is a good one.`}
      />
      <AccountHelp next={`/enrol/${cohortId}`} />
      <PayChoice options={payOptions} />
      <SubmitButton full pendingLabel="One moment">
        {submitLabel}
      </SubmitButton>
    </StateForm>
  );
}

/** Somebody who has been here before. */
export function SignInAndEnrol({ cohortId, payOptions, submitLabel, action }: JoinProps) {
  return (
    <StateForm action={action} values={{ cohortId }} className="grid gap-5">
      <FormInput
        id="known-email"
        name="email"
        type="email"
        label="E-mail"
        autoComplete="email"
        required
        maxLength={254}
      />
      <FormInput
        id="known-password"
        name="password"
        type="password"
        label="Password"
        autoComplete="current-password"
        required
        maxLength={200}
      />
      <AccountHelp next={`/enrol/${cohortId}`} />
      <PayChoice options={payOptions} />
      <SubmitButton full pendingLabel="One moment">
        {submitLabel}
      </SubmitButton>
    </StateForm>
  );
}

/** Somebody who is signed in: one button. */
export function EnrolHere({ cohortId, payOptions, submitLabel, action }: JoinProps) {
  return (
    <StateForm action={action} values={{ cohortId }} className="grid gap-5">
      <PayChoice options={payOptions} />
      <SubmitButton full pendingLabel="One moment">
        {submitLabel}
      </SubmitButton>
    </StateForm>
  );
}
