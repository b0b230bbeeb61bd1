import type { Metadata } from "next";
import { getAuthPath, getSafeNextPath } from "#app/_forms/next-path.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { askResetAction } from "./actions.ts";

export const metadata: Metadata = { title: "A new password", robots: { index: false } };

type Props = { searchParams: Promise<{ next?: string; email?: string }> };

export default async function ResetPage({ searchParams }: Props) {
  const { next: claimed, email } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  return (
    <FocusPage width="narrow">
      <h1>Choose a new password</h1>
      <p className="mt-3 text-ink-soft">We will mail you a link that lets you choose one.</p>
      <StateForm action={askResetAction} values={{ next }} className="mt-7 grid gap-5">
        <FormInput
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          defaultValue={email?.slice(0, 254)}
          required
          maxLength={254}
        />
        <SubmitButton full pendingLabel="One moment">
          Mail me a link
        </SubmitButton>
        <p className="text-small text-ink-soft">
          <a className="link" href={getAuthPath("/sign-in", { next, email })}>
            Back to signing in
          </a>
        </p>
      </StateForm>
    </FocusPage>
  );
}
