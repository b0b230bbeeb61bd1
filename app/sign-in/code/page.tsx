import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getAuthPath, getSafeNextPath } from "#app/_forms/next-path.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { EmailInput } from "#domain/accounts/inputs.ts";
import { runtime } from "#runtime";
import { useCodeAction as codeAction } from "../actions.ts";

export const metadata: Metadata = { title: "Type the code", robots: { index: false } };

type Props = { searchParams: Promise<{ next?: string; email?: string }> };

export default async function CodePage({ searchParams }: Props) {
  const { next: claimed, email: typed } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  const email = EmailInput.safeParse(typed);
  if (!email.success) redirect(getAuthPath("/sign-in", { next }));
  return (
    <FocusPage width="narrow">
      <h1>Look at your mail</h1>
      <p className="mt-3 text-ink-soft">
        If <span className="font-[540] text-ink">{email.data}</span> has an account here, a code of six digits is on its
        way. It works for 15 minutes.
      </p>
      {runtime().rules.demo && (
        <Notice tone="info" className="mt-5">
          Nothing leaves a demo school:{" "}
          <a className="link" href="/mail" target="_blank" rel="noreferrer">
            read the mail here
          </a>
          .
        </Notice>
      )}
      <StateForm action={codeAction} values={{ next, email: email.data }} className="mt-7 grid gap-5">
        <FormInput
          name="code"
          label="Code"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9\s]*"
          required
          maxLength={20}
          className="num"
        />
        <SubmitButton name="how" value="use" full pendingLabel="One moment">
          Sign in
        </SubmitButton>
        <p className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-small text-ink-soft">
          <SubmitButton name="how" value="again" variant="link" formNoValidate>
            Send another code
          </SubmitButton>
          <a className="link" href={getAuthPath("/sign-in", { next, email: email.data })}>
            Use my password
          </a>
        </p>
      </StateForm>
    </FocusPage>
  );
}
