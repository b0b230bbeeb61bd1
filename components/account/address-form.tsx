import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Unfold } from "./unfold.tsx";

export type AddressFormProps = {
  email: string;
  /** The address whose link is still out. */
  newEmail: string | null;
  hasPassword: boolean;
  action: FormAction;
  /** Mails digits to the present address, for somebody who has no password. */
  codeAction: FormAction;
};

/** A change of address, folded away: few come for it. Somebody without a password proves with a code that it is they. */
export function AddressForm({ email, newEmail, hasPassword, action, codeAction }: AddressFormProps) {
  return (
    <div className="grid grid-cols-1 gap-4">
      {newEmail !== null && (
        <p className="text-small text-ink-soft">
          We have written to <span className="break-all font-[540] text-ink">{newEmail}</span>. It becomes your address
          when you follow the link there. Nothing came? Look among the unwanted mail, or ask again.
        </p>
      )}
      {hasPassword ? (
        <StateForm action={action} className="grid grid-cols-1 gap-5">
          <Unfold summary="Change the address">
            <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
            <NewAddress />
            <FormInput
              name="password"
              type="password"
              label="Your password"
              autoComplete="current-password"
              required
              maxLength={200}
              hint="So that nobody else moves your account to an address of theirs."
            />
            <Send />
          </Unfold>
        </StateForm>
      ) : (
        <>
          <StateForm action={codeAction} className="grid gap-3">
            <p className="text-small text-ink-soft">
              To change the address, have a code mailed to the present one: you have no password that we could ask for.
            </p>
            <SubmitButton variant="quiet" size="s" pendingLabel="One moment" className="justify-self-start">
              Mail me a code
            </SubmitButton>
          </StateForm>
          <StateForm action={action} className="grid grid-cols-1 gap-5">
            <Unfold summary="I have the code">
              <NewAddress />
              <FormInput
                name="code"
                label="The code from the mail"
                autoComplete="one-time-code"
                inputMode="numeric"
                required
                maxLength={40}
              />
              <Send />
            </Unfold>
          </StateForm>
        </>
      )}
    </div>
  );
}

const NewAddress = () => (
  <FormInput name="newEmail" type="email" label="New address" autoComplete="email" required maxLength={254} />
);

const Send = () => (
  <div>
    <SubmitButton variant="quiet" pendingLabel="One moment">
      Send a link to the new address
    </SubmitButton>
  </div>
);
