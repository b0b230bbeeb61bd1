"use client";

import { FormInput, useFormState } from "../forms/state-form.tsx";
import { getAccountTranslator } from "#components/messages/get-account-translator.ts";

/** What a page knows of how long ago its reader showed who they are. */
export type RecentSignIn = { isRecent: boolean; hasPassword: boolean; signInHref: string };

export type ConfirmIdentityProps = RecentSignIn & {
  /** Of the field: a page may hold several such forms. */
  id: string;
  /** When it may be left empty: "Only to refund it now". Always asked for when it is not said. */
  only?: string;
};

/**
 * Asks whoever signed in a while ago for their password, in a form whose action needs a recent sign-in. It appears as well when
 * the form was opened in time and sent too late. Somebody without a password signs in again.
 */
export function ConfirmIdentity({ isRecent, hasPassword, signInHref, id, only }: ConfirmIdentityProps) {
  const t = getAccountTranslator();
  const { code, fields } = useFormState();
  if (isRecent && code !== "sign_in_not_recent" && fields.confirmPassword === undefined) return null;
  if (!hasPassword) {
    return (
      <p className="text-small text-ink-soft">
        {t.rich("browser_account.you_signed_in_a_while_ago", {
          link: (children) => (
            <a className="link" href={signInHref}>
              {children}
            </a>
          ),
        })}
      </p>
    );
  }
  return (
    <FormInput
      id={id}
      name="confirmPassword"
      type="password"
      label={t("browser_account.your_password_label")}
      autoComplete="current-password"
      required={only === undefined}
      maxLength={200}
      hint={
        only ? t("browser_account.confirm_identity_only_hint", { only }) : t("browser_account.confirm_identity_hint")
      }
    />
  );
}
