"use client";

import { Notice } from "../ui/notice.tsx";
import { useFormState } from "../forms/state-form.tsx";
import { getAccountTranslator } from "#components/messages/get-account-translator.ts";

/**
 * What somebody can do whose address and password did not go together, in a form that makes an account as well as in one that
 * opens one: sign in, by a mailed code too, or choose a new password, on the way to where they were going. It appears with that
 * answer alone, and so says no more than the answer does.
 */
export function AccountHelp({ next }: { next: string }) {
  const t = getAccountTranslator();
  const { code, fields, values } = useFormState();
  if (code !== "wrong_credentials" && code !== "rate_limited") return null;
  const query = new URLSearchParams({ ...(next ? { next } : {}), ...(values.email ? { email: values.email } : {}) });
  return (
    <Notice
      tone="info"
      title={
        fields.email
          ? t("browser_account.you_can_go_on_with_that_account_title")
          : t("browser_account.do_you_have_an_account_already_title")
      }
    >
      {t.rich("browser_account.sign_in_with_your_password_or_a_code", {
        link: (children) => (
          <a className="link" href={`/sign-in?${query}`}>
            {children}
          </a>
        ),
        link2: (children) => (
          <a className="link" href={`/sign-in/reset?${query}`}>
            {children}
          </a>
        ),
      })}
    </Notice>
  );
}
