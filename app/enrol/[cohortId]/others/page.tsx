import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { createFormToken } from "#app/_forms/form-token.ts";
import { getPaymentOptions } from "#app/_forms/payment-options.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { leavingWords } from "#components/catalogue/terms-words.ts";
import { BillingBlock } from "#components/checkout/billing-block.tsx";
import { OrderSummary } from "#components/checkout/order-summary.tsx";
import { RulesPart } from "#components/checkout/rules-part.tsx";
import { taxWords } from "#components/checkout/tax-words.ts";
import { You } from "#components/checkout/you.tsx";
import { ForWhom } from "#components/claims/for-whom.tsx";
import { FormInput, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type EnrolView, getEnrolView } from "#domain/checkout/get-enrol-view.ts";
import { CLAIM_PLACES_MAX } from "#domain/claim-links/parse-claim-names.ts";
import { type EnrolRules, getEnrolRules } from "#domain/rules/get-enrol-rules.ts";
import { listCountries } from "#domain/kernel/countries.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { DefaultSubmit } from "#components/ui/default-submit.tsx";
import { CouponField } from "#components/checkout/coupon-field.tsx";
import { QuoteNote } from "#components/checkout/quote-note.tsx";
import { hasCoupons } from "#domain/coupons/has-coupons.ts";
import { getPagePrice, type PagePrice, readAppliedCoupon, readLinkCoupon } from "../coupon.ts";
import { enrolOthersAction } from "./actions.ts";

type Props = {
  params: Promise<{ cohortId: string }>;
  searchParams: Promise<{ coupon?: string | string[] }>;
};

const offerAt = cache(async (cohortId: string) => getEnrolView(await getPageReadCtx(), cohortId));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = getTranslator();
  const offer = await offerAt((await params).cohortId);
  const title = offer
    ? t("enrol_others.page_title", { courseTitle: offer.courseTitle, cohortName: offer.cohortName })
    : t("enrol.unknown_offer_title");
  return { title, robots: { index: false } };
}

/** Places for others: a family, a class, the people of a company. Each of them claims theirs with an account of their own. */
export default async function EnrolOthersPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { cohortId } = await params;
  const coupon = readLinkCoupon((await searchParams).coupon);
  const here = `/enrol/${cohortId}/others${coupon ? `?${new URLSearchParams({ coupon })}` : ""}`;
  const who = await requireViewer(here);
  const offer = await offerAt(cohortId);
  if (!offer) notFound();
  const read = await getPageReadCtx();
  const codes = await readAppliedCoupon(cohortId, coupon);
  // Of one place, before it is said how many: what all of them cost, the button above the order says.
  const price = await getPagePrice(read, { offer, codes, isForOthers: true });
  const { quote: each } = price;
  return (
    <FocusPage>
      <h1 className="sr-only">{t("enrol_others.title", { courseTitle: offer.courseTitle })}</h1>
      <div className="mx-auto grid max-w-[960px] grid-cols-1 gap-6 sm:grid-cols-[minmax(0,1fr)_minmax(280px,360px)] sm:gap-16">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-6 [overflow-wrap:anywhere]">
          <ForWhom cohortId={cohortId} current="others" words={{ coupon }} />
          <You
            name={who.name}
            email={formatEmail(who.email)}
            changeHref={`/sign-in?next=${encodeURIComponent(here)}`}
          />
          <Others
            offer={offer}
            rules={await getEnrolRules(read, cohortId)}
            price={{ ...price, link: coupon }}
            takesCoupon={codes !== "" || (await hasCoupons(read, cohortId))}
          />
        </div>
        <OrderSummary
          lines={[offer]}
          list={each.list}
          discounts={each.discounts}
          total={each.total}
          notes={[
            ...stepWords(each),
            ...(offer.price.minor > 0 ? [t("enrol_others.price_of_several")] : []),
            ...taxWords(each.taxes, offer.price.currency),
            ...leavingWords(offer.leaving, offer, read.now),
          ]}
          isEach
        />
      </div>
    </FocusPage>
  );
}

/** From which place on each costs less, a sentence for each price rule. */
function stepWords({ steps }: PagePrice["quote"]): string[] {
  const t = getTranslator();
  return steps.map(({ fromPlace: place, label, each }) =>
    each
      ? t("enrol_others.step_from", { label, place, price: formatAmount(each) })
      : t("enrol_others.step_named", { label, place }),
  );
}

type OthersProps = {
  offer: EnrolView;
  rules: EnrolRules | undefined;
  price: PagePrice & { link: string };
  takesCoupon: boolean;
};

async function Others({ offer, rules, price, takesCoupon }: OthersProps) {
  const t = getTranslator();
  if (rules?.needsApproval) return <Notice tone="info">{t("enrol_others.each_applies")}</Notice>;
  if (offer.barrier) {
    return <Notice tone="info" title={t(BARRIERS[offer.barrier])} />;
  }
  if (offer.price.minor === 0 && !offer.isConfirmed) {
    const account = <LinkButton href="/account">{t("enrol_others.to_account_button")}</LinkButton>;
    return <Notice tone="info" title={t("refusals.places_confirm_first")} action={account} />;
  }
  if (offer.price.minor > 0 && (await getPaymentOptions(offer.price)).length === 0) {
    return <Notice tone="warn" title={t("refusals.payment_refused")} />;
  }
  return (
    <StateForm
      action={enrolOthersAction}
      values={{ cohortId: offer.cohortId, once: createFormToken(), couponLink: price.link }}
      className="grid gap-5"
      ownMessage
    >
      <DefaultSubmit />
      <p className="text-ink-soft">{t("enrol_others.how_it_works")}</p>
      {rules && <RulesPart rules={rules} />}
      <FormInput
        id="others-count"
        name="count"
        label={t("enrol_others.count_label")}
        hint={t("enrol_others.count_hint", { most: CLAIM_PLACES_MAX })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        optional
      />
      <FormTextArea
        id="others-names"
        name="names"
        label={t("enrol_others.names_label")}
        hint={t("enrol_others.names_hint")}
        autoComplete="off"
        rows={6}
        optional
      />
      {offer.price.minor > 0 && (
        <>
          <BillingBlock known={price.billing} countries={listCountries(t.language)} id="others-billing" />
          <CouponField
            id="others-coupon"
            codes={price.codes}
            problem={price.problem}
            button={t("coupons.show_price_button")}
            step="price"
            isCouponTaken={takesCoupon}
          />
          <QuoteNote />
        </>
      )}
      <SubmitButton full pendingLabel={t("checkout.one_moment_pending")}>
        {offer.price.minor === 0 ? t("enrol_others.order_free_button") : t("enrol_others.order_button")}
      </SubmitButton>
    </StateForm>
  );
}

const BARRIERS = {
  not_open_yet: "enrol.enrolment_has_not_opened_yet_title",
  closed: "enrol.enrolment_has_closed_title",
  full: "enrol_others.full",
} as const;
