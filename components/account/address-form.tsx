import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Unfold } from "./unfold.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

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
  const t = getTranslator();
  return (
    <div className="grid grid-cols-1 gap-4">
      {newEmail !== null && (
        <p className="text-small text-ink-soft">
          {t.rich("account.we_have_written_to_it_becomes", {
            newEmail,
            span: (children) => <span className="break-all font-[540] text-ink">{children}</span>,
          })}
        </p>
      )}
      {hasPassword ? (
        <StateForm action={action} className="grid grid-cols-1 gap-5">
          <Unfold summary={t("account.change_the_address")}>
            <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
            <NewAddress />
            <FormInput
              name="password"
              type="password"
              label={t("account.your_password_label")}
              autoComplete="current-password"
              required
              maxLength={200}
              hint={t("account.so_that_nobody_else_moves_your_account_hint")}
            />
            <Send />
          </Unfold>
        </StateForm>
      ) : (
        <>
          <StateForm action={codeAction} className="grid gap-3">
            <p className="text-small text-ink-soft">{t("account.to_change_the_address_have_a_code_mailed")}</p>
            <SubmitButton
              variant="quiet"
              size="s"
              pendingLabel={t("account.one_moment_pending")}
              className="justify-self-start"
            >
              {t("account.mail_me_a_code_button")}
            </SubmitButton>
          </StateForm>
          <StateForm action={action} className="grid grid-cols-1 gap-5">
            <Unfold summary={t("account.i_have_the_code")}>
              <NewAddress />
              <FormInput
                name="code"
                label={t("account.the_code_from_the_mail_label")}
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

const NewAddress = () => {
  const t = getTranslator();
  return (
    <FormInput
      name="newEmail"
      type="email"
      label={t("account.new_address_label")}
      autoComplete="email"
      required
      maxLength={254}
    />
  );
};

const Send = () => {
  const t = getTranslator();
  return (
    <div>
      <SubmitButton variant="quiet" pendingLabel={t("account.one_moment_pending")}>
        {t("account.send_a_link_to_the_new_address_button")}
      </SubmitButton>
    </div>
  );
};
