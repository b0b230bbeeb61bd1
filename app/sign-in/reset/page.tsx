import type { Metadata } from "next";
import { getAuthPath, getSafeNextPath } from "#app/_forms/next-path.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { askResetAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("sign_in.a_new_password_title"), robots: { index: false } };
}

type Props = { searchParams: Promise<{ next?: string; email?: string }> };

export default async function ResetPage({ searchParams }: Props) {
  const t = getTranslator();
  const { next: claimed, email } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  return (
    <FocusPage width="narrow">
      <h1>{t("sign_in.choose_a_new_password_title")}</h1>
      <p className="mt-3 text-ink-soft">{t("sign_in.a_new_password_lede")}</p>
      <StateForm action={askResetAction} values={{ next }} className="mt-7 grid gap-5">
        <FormInput
          name="email"
          type="email"
          label={t("sign_in.email_label")}
          autoComplete="username"
          defaultValue={email?.slice(0, 254)}
          required
          maxLength={254}
        />
        <SubmitButton full pendingLabel={t("sign_in.one_moment_pending")}>
          {t("sign_in.mail_me_a_link_button")}
        </SubmitButton>
        <p className="text-small text-ink-soft">
          <a className="link" href={getAuthPath("/sign-in", { next, email })}>
            {t("sign_in.back_to_signing_in")}
          </a>
        </p>
      </StateForm>
    </FocusPage>
  );
}
