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
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("sign_in.type_the_code_title"), robots: { index: false } };
}

type Props = { searchParams: Promise<{ next?: string; email?: string }> };

export default async function CodePage({ searchParams }: Props) {
  const t = getTranslator();
  const { next: claimed, email: typed } = await searchParams;
  const next = getSafeNextPath(claimed) ?? "";
  const email = EmailInput.safeParse(typed);
  if (!email.success) redirect(getAuthPath("/sign-in", { next }));
  return (
    <FocusPage width="narrow">
      <h1>{t("sign_in.look_at_your_mail_title")}</h1>
      <p className="mt-3 text-ink-soft">
        {t.rich("sign_in.code_sent", {
          email: email.data,
          address: (children) => <span className="font-[540] text-ink">{children}</span>,
        })}
      </p>
      {runtime().rules.demo && (
        <Notice tone="info" className="mt-5">
          {t.rich("sign_in.demo_mail_is_here", {
            link: (children) => (
              <a className="link" href="/mail" target="_blank" rel="noreferrer">
                {children}
              </a>
            ),
          })}
        </Notice>
      )}
      <StateForm action={codeAction} values={{ next, email: email.data }} className="mt-7 grid gap-5">
        <FormInput
          name="code"
          label={t("sign_in.code_label")}
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9\s]*"
          required
          maxLength={20}
          className="num"
        />
        <SubmitButton name="how" value="use" full pendingLabel={t("sign_in.one_moment_pending")}>
          {t("sign_in.sign_in_button")}
        </SubmitButton>
        <p className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-small text-ink-soft">
          <SubmitButton name="how" value="again" variant="link" formNoValidate>
            {t("sign_in.send_another_code_button")}
          </SubmitButton>
          <a className="link" href={getAuthPath("/sign-in", { next, email: email.data })}>
            {t("sign_in.use_my_password")}
          </a>
        </p>
      </StateForm>
    </FocusPage>
  );
}
