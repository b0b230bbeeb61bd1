"use client";

import { FormInput, useFormState } from "../forms/state-form.tsx";

/** What a page knows of how long ago its reader showed who they are. */
export type RecentSignIn = { isRecent: boolean; hasPassword: boolean; signInHref: string };

export type ConfirmIdentityProps = RecentSignIn & {
  /** Of the field: a page may hold several such forms. */
  id: string;
};

/**
 * Asks whoever signed in a while ago for their password, in a form whose action needs a recent sign-in. It appears as well when
 * the form was opened in time and sent too late. Somebody without a password signs in again.
 */
export function ConfirmIdentity({ isRecent, hasPassword, signInHref, id }: ConfirmIdentityProps) {
  const { code, fields } = useFormState();
  if (isRecent && code !== "sign_in_not_recent" && fields.confirmPassword === undefined) return null;
  if (!hasPassword) {
    return (
      <p className="text-small text-ink-soft">
        You signed in a while ago.{" "}
        <a className="link" href={signInHref}>
          Sign in again
        </a>{" "}
        first, so that we know it is you.
      </p>
    );
  }
  return (
    <FormInput
      id={id}
      name="confirmPassword"
      type="password"
      label="Your password"
      autoComplete="current-password"
      required
      maxLength={200}
      hint="You signed in a while ago, and this must not be done by somebody else."
    />
  );
}
