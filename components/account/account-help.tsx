"use client";

import { Notice } from "../ui/notice.tsx";
import { useFormState } from "../forms/state-form.tsx";

/**
 * What somebody can do whose address and password did not go together, in a form that makes an account as well as in one that
 * opens one: sign in, by a mailed code too, or choose a new password, on the way to where they were going. It appears with that
 * answer alone, and so says no more than the answer does.
 */
export function AccountHelp({ next }: { next: string }) {
  const { code, fields, values } = useFormState();
  if (code !== "wrong_credentials" && code !== "rate_limited") return null;
  const query = new URLSearchParams({ ...(next ? { next } : {}), ...(values.email ? { email: values.email } : {}) });
  return (
    <Notice tone="info" title={fields.email ? "You can go on with that account" : "Do you have an account already?"}>
      <a className="link" href={`/sign-in?${query}`}>
        Sign in
      </a>{" "}
      with your password or a code by mail, or{" "}
      <a className="link" href={`/sign-in/reset?${query}`}>
        choose a new password
      </a>
      . You come back here afterwards.
    </Notice>
  );
}
