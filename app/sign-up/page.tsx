import type { Metadata } from "next";
import { getAuthPath, getSafeNextPath } from "#app/_forms/next-path.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { AccountHelp } from "#components/account/account-help.tsx";
import { OtherWays } from "#components/account/other-ways.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listSignInMethods } from "#providers/sign-in-methods.ts";
import { runtime } from "#runtime";
import { startOAuthAction } from "../auth/actions.ts";
import { signUpAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("sign_up.create_an_account_title"), robots: { index: false } };
}

type Props = { searchParams: Promise<{ next?: string; email?: string }> };

export default async function SignUpPage({ searchParams }: Props) {
  const t = getTranslator();
  const { next: claimed, email } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  const { config, rules } = runtime();
  const ways = listSignInMethods(config);
  return (
    <FocusPage width="narrow">
      <h1>{t("sign_up.create_an_account_title")}</h1>
      <StateForm action={signUpAction} values={{ next }} className="mt-7 grid gap-5">
        <FormInput name="name" label={t("sign_up.your_name_label")} autoComplete="name" required maxLength={400} />
        <FormInput
          name="email"
          type="email"
          label={t("sign_up.email_label")}
          autoComplete="email"
          defaultValue={email?.slice(0, 254)}
          required
          maxLength={254}
          hint={t("sign_up.email_hint")}
        />
        <FormInput
          name="password"
          type="password"
          label={t("sign_up.choose_a_password_label")}
          autoComplete="new-password"
          required
          maxLength={200}
          hint={t("sign_up.password_hint", { passwordLengthMin: rules.passwordLengthMin })}
        />
        <AccountHelp next={next} />
        <SubmitButton full pendingLabel={t("sign_up.one_moment_pending")}>
          {t("sign_up.create_my_account_button")}
        </SubmitButton>
        <p className="text-small text-ink-soft">
          {t.rich("sign_up.you_have_one_already", {
            link: (children) => (
              <a className="link" href={getAuthPath("/sign-in", { next, email })}>
                {children}
              </a>
            ),
          })}
        </p>
      </StateForm>
      {ways.length > 0 && <OtherWays ways={ways} next={next} action={startOAuthAction} />}
    </FocusPage>
  );
}
