import { type FormAction, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ConfirmIdentity, type RecentSignIn } from "./confirm-identity.tsx";
import { ScopeBoxes } from "./scope-boxes.tsx";
import { Unfold } from "./unfold.tsx";
import { ShownOnce } from "./shown-once.tsx";

export type TokenFormProps = { scopes: string[]; recent: RecentSignIn; action: FormAction };

const ENDS = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
];

/** A new API token: what it is for, what it may do, when it ends. */
export function TokenForm({ scopes, recent, action }: TokenFormProps) {
  return (
    <StateForm action={action} ownMessage>
      <Unfold summary="Make a new token">
        <ShownOnce label="Your new token" hint="Copy it now: it is shown this once and kept nowhere." />
        <FormInput
          id="token-name"
          name="name"
          label="What is it for?"
          hint="So that you know it again: “Spreadsheet”, “Website”."
          required
          maxLength={100}
        />
        <ScopeBoxes scopes={scopes} />
        <FormSelect id="token-days" name="days" label="When does it end?" options={ENDS} defaultValue="90" />
        <ConfirmIdentity {...recent} id="confirm-token" />
        <div>
          <SubmitButton variant="quiet" pendingLabel="One moment">
            Make a token
          </SubmitButton>
        </div>
      </Unfold>
    </StateForm>
  );
}
