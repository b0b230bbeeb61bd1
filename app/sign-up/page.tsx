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

export const metadata: Metadata = { title: "Create an account", robots: { index: false } };

type Props = { searchParams: Promise<{ next?: string; email?: string }> };

export default async function SignUpPage({ searchParams }: Props) {
  const { next: claimed, email } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  const { config, rules } = runtime();
  const ways = listSignInMethods(config);
  return (
    <FocusPage width="narrow">
      <h1>Create an account</h1>
      <StateForm action={signUpAction} values={{ next }} className="mt-7 grid gap-5">
        <FormInput name="name" label="Your name" autoComplete="name" required maxLength={400} />
        <FormInput
          name="email"
          type="email"
          label="E-mail"
          autoComplete="email"
          defaultValue={email?.slice(0, 254)}
          required
          maxLength={254}
          hint="Receipts and dates come here."
        />
        <FormInput
          name="password"
          type="password"
          label="Choose a password"
          autoComplete="new-password"
          required
          maxLength={200}
          hint={`At least ${rules.passwordLengthMin} characters. A short sentence is a good one.`}
        />
        <AccountHelp next={next} />
        <SubmitButton full pendingLabel="One moment">
          Create my account
        </SubmitButton>
        <p className="text-small text-ink-soft">
          You have one already?{" "}
          <a className="link" href={getAuthPath("/sign-in", { next, email })}>
            Sign in
          </a>
        </p>
      </StateForm>
      {ways.length > 0 && <OtherWays ways={ways} next={next} action={startOAuthAction} />}
    </FocusPage>
  );
}
