import type { Metadata } from "next";
import { getSafeNextPath } from "#app/_forms/next-path.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getViewer } from "#app/_auth/viewer.ts";
import { DemoAccounts } from "#components/account/demo-accounts.tsx";
import { OtherWays } from "#components/account/other-ways.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "#domain/accounts/demo-accounts.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { listSignInMethods } from "#providers/sign-in-methods.ts";
import { runtime } from "#runtime";
import { startOAuthAction } from "../auth/actions.ts";
import { signInAction, signInAsDemoAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { PlainKey } from "#messages/message.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = getTranslator();
  const { name } = await getSettingsOnce(runtime().database);
  return {
    title: t("sign_in.sign_in_title"),
    description: t("sign_in.description", { name }),
    robots: { index: false },
  };
}

type Props = { searchParams: Promise<{ next?: string; email?: string; said?: string; error?: string }> };

/** What a door says to somebody who comes back from another one. */
const SAID: Record<string, PlainKey | undefined> = {
  again: "sign_in.said_again",
  elsewhere: "sign_in.said_elsewhere",
  unsaid: "sign_in.said_unsaid",
  unproven: "sign_in.said_unproven",
};

export default async function SignInPage({ searchParams }: Props) {
  const t = getTranslator();
  const { next: claimed, email, error, said = error ? "elsewhere" : "" } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  const news = SAID[said];
  const who = await getViewer();
  const { config, rules } = runtime();
  const ways = listSignInMethods(config);
  return (
    <FocusPage width="narrow" unhydrated>
      <h1>{t("sign_in.sign_in_title")}</h1>
      {who && (
        <Notice tone="info" className="mt-5">
          {t.rich("sign_in.signed_in_already", {
            name: who.name,
            link: (children) => (
              <a className="link" href={next || "/account"}>
                {children}
              </a>
            ),
          })}
        </Notice>
      )}
      {news && (
        <Notice tone="warn" className="mt-5">
          {t(news)}
        </Notice>
      )}
      <StateForm action={signInAction} values={{ next }} className="mt-7 grid gap-5">
        <FormInput
          name="email"
          type="email"
          label={t("sign_in.email_label")}
          autoComplete="username"
          defaultValue={email?.slice(0, 254)}
          required
          maxLength={254}
        />
        <FormInput
          name="password"
          type="password"
          label={t("sign_in.password_label")}
          autoComplete="current-password"
          required
          maxLength={200}
        />
        <SubmitButton name="how" value="password" full pendingLabel={t("sign_in.one_moment_pending")}>
          {t("sign_in.sign_in_button")}
        </SubmitButton>
        <SubmitButton name="how" value="code" variant="quiet" full formNoValidate>
          {t("sign_in.mail_me_a_code_instead_button")}
        </SubmitButton>
        <p className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-small text-ink-soft">
          <SubmitButton name="how" value="reset" variant="link" formNoValidate>
            {t("sign_in.i_forgot_my_password_button")}
          </SubmitButton>
          <SubmitButton name="how" value="sign_up" variant="link" formNoValidate>
            {t("sign_in.create_an_account_button")}
          </SubmitButton>
        </p>
      </StateForm>
      {ways.length > 0 && <OtherWays ways={ways} next={next} action={startOAuthAction} />}
      {rules.demo && (
        <DemoAccounts accounts={DEMO_ACCOUNTS} password={DEMO_PASSWORD} next={next} action={signInAsDemoAction} />
      )}
    </FocusPage>
  );
}
