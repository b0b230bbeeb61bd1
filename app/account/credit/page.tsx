import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { StateForm } from "#components/forms/state-form.tsx";
import { CreditEntries } from "#components/learning/credit-entries.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type CreditOffer, getCredit } from "#domain/credit/get-credit.ts";
import { decideCreditAction } from "./actions.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("credit.my_title"), robots: { index: false } };
}

/** One's own credit, and whether one takes it in place of money. */
export default async function CreditPage() {
  const t = getTranslator();
  const who = await requireViewer("/account/credit");
  const credit = await getCredit(await getPageReadCtx(), who.userId);
  if (!credit) notFound();
  return (
    <SitePage>
      <PageHeader
        title={t("credit.my_title")}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("account.your_account_title"), href: "/account" }, { label: t("credit.my_title") }]}
          />
        }
        lede={t("credit.my_lede")}
      />
      <div className="grid max-w-[46rem] gap-8">
        {credit.offers.map((offer) => (
          <Offer key={offer.id} offer={offer} />
        ))}
        <CreditEntries credit={credit} timezone={await schoolTimezone()} />
      </div>
    </SitePage>
  );
}

function Offer({ offer: { id: offerId, amount, orderCode, reason } }: { offer: CreditOffer }) {
  const t = getTranslator();
  return (
    <Notice tone="info" title={t("credit.offer_title", { amount: formatAmount(amount) })}>
      <p>{t("credit.offer_words", { orderCode })}</p>
      {reason && <p className="mt-1.5">{reason}</p>}
      <div className="mt-4 flex flex-wrap gap-3">
        <StateForm action={decideCreditAction} values={{ offerId, decision: "agree" }}>
          <SubmitButton pendingLabel={t("checkout.one_moment_pending")}>{t("credit.agree_button")}</SubmitButton>
        </StateForm>
        <StateForm action={decideCreditAction} values={{ offerId, decision: "decline" }}>
          <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
            {t("credit.decline_button")}
          </SubmitButton>
        </StateForm>
      </div>
    </Notice>
  );
}
