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
import { listSignInMethods } from "#providers/sign-in-methods.ts";
import { runtime } from "#runtime";
import { startOAuthAction } from "../auth/actions.ts";
import { signInAction, signInAsDemoAction } from "./actions.ts";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

type Props = { searchParams: Promise<{ next?: string; email?: string; said?: string; error?: string }> };

/** What a door says to somebody who comes back from another one. */
const SAID: Record<string, string> = {
  again: "Sign in once more, so that we know it is you. You go back to where you were.",
  elsewhere: "Signing in there did not work out. Try again, or use your address and password.",
  unsaid:
    "They do not say whether your e-mail address is confirmed (email_verified), so it cannot be believed. Sign in with your address instead. Whoever runs the school can trust them: AUTH_OIDC_TRUST_EMAIL=yes.",
  unproven: "They did not confirm an e-mail address of yours. Sign in with your address instead.",
};

export default async function SignInPage({ searchParams }: Props) {
  const { next: claimed, email, error, said = error ? "elsewhere" : "" } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  const who = await getViewer();
  const { config, rules } = runtime();
  const ways = listSignInMethods(config);
  return (
    <FocusPage width="narrow">
      <h1>Sign in</h1>
      {who && (
        <Notice tone="info" className="mt-5">
          You are signed in as <bdi>{who.name}</bdi>. Signing in again takes the place of that.{" "}
          <a className="link" href={next || "/account"}>
            Go on as <bdi>{who.name}</bdi>
          </a>
        </Notice>
      )}
      {SAID[said] && (
        <Notice tone="warn" className="mt-5">
          {SAID[said]}
        </Notice>
      )}
      <StateForm action={signInAction} values={{ next }} className="mt-7 grid gap-5">
        <FormInput
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          defaultValue={email?.slice(0, 254)}
          required
          maxLength={254}
        />
        <FormInput
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          maxLength={200}
        />
        <SubmitButton name="how" value="password" full pendingLabel="One moment">
          Sign in
        </SubmitButton>
        <SubmitButton name="how" value="code" variant="quiet" full formNoValidate>
          Mail me a code instead
        </SubmitButton>
        <p className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-small text-ink-soft">
          <SubmitButton name="how" value="reset" variant="link" formNoValidate>
            I forgot my password
          </SubmitButton>
          <SubmitButton name="how" value="sign_up" variant="link" formNoValidate>
            Create an account
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
