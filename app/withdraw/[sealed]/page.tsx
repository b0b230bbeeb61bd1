import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { readFromPrimary } from "#db/read-scope.ts";
import { StateForm } from "#components/forms/state-form.tsx";
import { getLocale } from "#components/messages/get-locale.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getWithdrawalReceipt } from "#domain/checkout/get-withdrawal-receipt.ts";
import { openWithdrawal } from "#domain/checkout/seal-withdrawal.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { formatToTheSecond } from "#domain/kernel/format-to-the-second.ts";
import { runtime } from "#runtime";
import { confirmAction } from "../actions.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("withdrawals.title"), robots: { index: false }, referrer: "no-referrer" };
}

/** The second step, and the receipt after it. Both show what was typed and nothing else, so that nobody learns here which orders there are. */
export default async function WithdrawStepPage({ params }: PageProps<"/withdraw/[sealed]">) {
  const t = getTranslator();
  const { sealed } = await params;
  const step = openWithdrawal(sealed, runtime().secret);
  if (!step) notFound();
  readFromPrimary();
  const { read, timezone } = await getOfficeContext();
  if (step.step === "draft") {
    return (
      <FocusPage width="narrow">
        <h1>{t("withdrawals.confirm_title")}</h1>
        <p className="mt-3 text-ink-soft">{t("withdrawals.confirm_words")}</p>
        <Declared {...step} />
        <StateForm action={confirmAction} values={{ sealed }} className="mt-6">
          <SubmitButton pendingLabel={t("withdrawals.pending")}>{t("withdrawals.confirm_button")}</SubmitButton>
        </StateForm>
        <p className="mt-4 text-small">
          <a className="link" href="/withdraw">
            {t("withdrawals.change_link")}
          </a>
        </p>
      </FocusPage>
    );
  }
  const receipt = await getWithdrawalReceipt(read.read, step.id);
  if (!receipt) notFound();
  return (
    <FocusPage width="narrow">
      <h1>{t(step.isRepeat ? "withdrawals.repeat_title" : "withdrawals.receipt_title")}</h1>
      <Notice tone="ok" className="mt-5">
        {t("withdrawals.received_at", {
          moment: formatToTheSecond(receipt.receivedAt, timezone, { locale: getLocale() }),
        })}
      </Notice>
      <Declared {...receipt} name={step.isRepeat ? undefined : receipt.name} />
      <p className="mt-4 text-ink-soft">
        {t(step.isRepeat ? "withdrawals.repeat_words" : "withdrawals.receipt_words")}
      </p>
    </FocusPage>
  );
}

/** A stranger may know code and address: what somebody has declared before is shown without their name, which stands in the mail. */
function Declared({ code, name, email }: { code: string; email: string; name: string | undefined }) {
  const t = getTranslator();
  return (
    <DescriptionList
      className="mt-5"
      items={[
        { term: t("withdrawals.code_label"), value: <span className="num">{code.toUpperCase()}</span> },
        ...(name === undefined ? [] : [{ term: t("withdrawals.name_label"), value: <bdi>{name}</bdi> }]),
        { term: t("withdrawals.email_label"), value: <span className="break-all">{formatEmail(email)}</span> },
      ]}
    />
  );
}
