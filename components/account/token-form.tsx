import type { PlainKey } from "#messages/message.ts";
import { type FormAction, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ConfirmIdentity, type RecentSignIn } from "./confirm-identity.tsx";
import { ScopeBoxes } from "./scope-boxes.tsx";
import { Unfold } from "./unfold.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type TokenFormProps = { scopes: string[]; recent: RecentSignIn; action: FormAction };

const ENDS: { value: string; label: PlainKey }[] = [
  { value: "30", label: "account.in_30_days_label" },
  { value: "90", label: "account.in_90_days_label" },
  { value: "365", label: "account.in_a_year_label" },
  { value: "never", label: "account.never_label" },
];

/** A new API token: what it is for, what it may do, when it ends. */
export function TokenForm({ scopes, recent, action }: TokenFormProps) {
  const t = getTranslator();
  return (
    <StateForm action={action} ownMessage>
      <Unfold summary={t("account.make_a_new_token")}>
        <ShownOnce
          label={t("account.your_new_token_label")}
          hint={t("account.copy_it_now_it_is_shown_this_once_hint")}
        />
        <FormInput
          id="token-name"
          name="name"
          label={t("account.what_is_it_for_label")}
          hint={t("account.so_that_you_know_it_again_spreadsheet_hint")}
          required
          maxLength={100}
        />
        <ScopeBoxes scopes={scopes} />
        <FormSelect
          id="token-days"
          name="days"
          label={t("account.when_does_it_end_label")}
          options={ENDS.map(({ value, label }) => ({ value, label: t(label) }))}
          defaultValue="90"
        />
        <ConfirmIdentity {...recent} id="confirm-token" />
        <div>
          <SubmitButton variant="quiet" pendingLabel={t("account.one_moment_pending")}>
            {t("account.make_a_token_button")}
          </SubmitButton>
        </div>
      </Unfold>
    </StateForm>
  );
}
