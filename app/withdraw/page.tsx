import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { identifyAction } from "./actions.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("withdrawals.title"), robots: { index: false } };
}

/** The first of two steps to withdraw from a contract, for everybody: which order, and where the receipt goes. No reason is asked. */
export default async function WithdrawPage({ searchParams }: PageProps<"/withdraw">) {
  const t = getTranslator();
  const { code } = await searchParams;
  const { withdrawalDays, withdrawalExemptsDated, withdrawalNote } = await getSettingsOnce(await getPageReadCtx());
  if (withdrawalDays === 0) notFound();
  const who = await getViewer();
  return (
    <FocusPage width="narrow">
      <h1>{t("withdrawals.title")}</h1>
      <p className="mt-3 text-ink-soft">{t("withdrawals.lede", { count: withdrawalDays })}</p>
      {withdrawalExemptsDated && <p className="mt-2 text-small text-ink-soft">{t("withdrawals.dated_exempt")}</p>}
      {withdrawalNote !== "" && <p className="mt-2 whitespace-pre-line text-small text-ink-soft">{withdrawalNote}</p>}
      <StateForm action={identifyAction} className="mt-6 grid gap-5">
        <FormInput
          name="code"
          label={t("withdrawals.code_label")}
          hint={t("withdrawals.code_hint")}
          maxLength={80}
          defaultValue={typeof code === "string" ? code.slice(0, 40) : ""}
          required
        />
        <FormInput
          name="name"
          label={t("withdrawals.name_label")}
          autoComplete="name"
          // Longer than is taken: a browser cuts without a word, and the refusal says what is too long.
          maxLength={400}
          defaultValue={who?.name ?? ""}
          required
        />
        <FormInput
          name="email"
          type="email"
          label={t("withdrawals.email_label")}
          hint={t("withdrawals.email_hint")}
          autoComplete="email"
          maxLength={254}
          defaultValue={who?.email ?? ""}
          required
        />
        <div>
          <SubmitButton>{t("withdrawals.continue_button")}</SubmitButton>
        </div>
      </StateForm>
    </FocusPage>
  );
}
