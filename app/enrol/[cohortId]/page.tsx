import { taxWords } from "#components/checkout/tax-words.ts";
import { pagePath } from "#messages/page-path.ts";
import { getCreditMinor } from "#domain/credit/get-credit.ts";
import type { Money } from "#domain/kernel/money.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getPaymentOptions } from "#app/_forms/payment-options.ts";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { ApplyPart } from "#components/checkout/apply-part.tsx";
import { EnrolHere, SignInAndEnrol, SignUpAndEnrol, type UsableCredit } from "#components/checkout/join-forms.tsx";
import { ForWhom } from "#components/claims/for-whom.tsx";
import { OrderSummary } from "#components/checkout/order-summary.tsx";
import { RuleProblems, RulesPart } from "#components/checkout/rules-part.tsx";
import { WaitingPart } from "#components/checkout/waiting-part.tsx";
import { You } from "#components/checkout/you.tsx";
import { leavingWords, tentativeWords } from "#components/catalogue/terms-words.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { getOwnApplication } from "#domain/applications/get-own-application.ts";
import { type EnrolView } from "#domain/checkout/get-enrol-view.ts";
import { listCountries } from "#domain/kernel/countries.ts";
import { SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { type EnrolRules, getEnrolRules } from "#domain/rules/get-enrol-rules.ts";
import { listAskedQuestions } from "#domain/questions/list-questions.ts";
import { hasCoupons } from "#domain/coupons/has-coupons.ts";
import { getBlockSeats, type BlockSeats } from "#domain/seat-blocks/get-block-seats.ts";
import { getEnrolView } from "#domain/checkout/get-enrol-view.ts";
import { runtime } from "#runtime";
import { getPagePrice, type PagePrice, readAppliedCoupon, readLinkCoupon } from "./coupon.ts";
import {
  applyAction,
  enrolHereAction,
  joinAndEnrolAction,
  signInAndEnrolAction,
  stopWaitingAction,
  waitAction,
  withdrawApplicationAction,
} from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ cohortId: string }>; searchParams: Promise<Words> };
type Words = { code?: string | string[]; coupon?: string | string[]; pay?: string | string[] };

const CODE_MAX = 60;

const offerAt = cache(async (cohortId: string) => getEnrolView(await getPageReadCtx(), cohortId));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = getTranslator();
  const offer = await offerAt((await params).cohortId);
  const title = offer
    ? t("enrol.page_title", { courseTitle: offer.courseTitle, cohortName: offer.cohortName })
    : t("enrol.unknown_offer_title");
  return { title, robots: { index: false } };
}

/** Who are you, and how will you pay: the one page between a course and its lessons for somebody who is not signed in. */
export default async function EnrolPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { cohortId } = await params;
  const offer = await offerAt(cohortId);
  if (!offer) notFound();
  const words = await searchParams;
  const read = await getPageReadCtx();
  const link = readLinkCoupon(words.coupon);
  const codes = await readAppliedCoupon(cohortId, link);
  const price = await getPagePrice(read, { offer, codes, isForOthers: false });
  return (
    <FocusPage>
      <h1 className="sr-only">{t("enrol.enrol_in_title", { courseTitle: offer.courseTitle })}</h1>
      <div className="mx-auto grid max-w-[960px] grid-cols-1 gap-6 sm:grid-cols-[minmax(0,1fr)_minmax(280px,360px)] sm:gap-16">
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <WhatNext
            offer={offer}
            code={readCode(words)}
            price={{ ...price, link, pay: words.pay === "plan" ? "plan" : "all" }}
          />
        </div>
        <OrderSummary
          lines={[offer]}
          list={price.quote.list}
          discounts={price.quote.discounts}
          total={price.quote.total}
          notes={[...taxWords(price.quote.taxes, offer.price.currency), ...termsOf(offer, read.now)]}
        />
      </div>
    </FocusPage>
  );
}

/** What whoever enrols should know before they do. */
const termsOf = (offer: EnrolView, now: Date) => [
  ...(offer.tentative ? [tentativeWords(offer.tentative, offer)] : []),
  ...leavingWords(offer.leaving, offer, now),
];

/** The code of a group, as the link carries it that its members get. */
const readCode = ({ code }: Words) => (typeof code === "string" ? code.slice(0, CODE_MAX) : "");

/** `pay`: what was chosen on the page before, on which somebody said who they are. */
type Shown = PagePrice & { link: string; pay: "all" | "plan" };

async function WhatNext({ offer, code, price }: { offer: EnrolView; code: string; price: Shown }) {
  const rules = offer.mine ? undefined : await getEnrolRules(await getPageReadCtx(), offer.cohortId);
  return (
    <>
      {offer.barrier === null && !rules?.needsApproval && (
        <div className="mb-6">
          <ForWhom cohortId={offer.cohortId} current="me" words={{ coupon: price.link }} />
        </div>
      )}
      {rules && <RulesPart rules={rules} />}
      <NextStep offer={offer} rules={rules} code={code} price={price} />
    </>
  );
}

type NextStepProps = { offer: EnrolView; rules: EnrolRules | undefined; code: string; price: Shown };

async function NextStep({ offer, rules, code, price }: NextStepProps) {
  const t = getTranslator();
  const who = await getViewer();
  if (offer.mine) return <AlreadyIn offer={offer} mine={offer.mine} />;
  const offered = offer.waiting?.state === "offered";
  if (offer.barrier === "not_open_yet") return <NotYet offer={offer} />;
  if (offer.barrier === "closed") {
    return (
      <Notice tone="info" title={t("enrol.enrolment_has_closed_title")}>
        <a className="link" href={pagePath(`/courses/${offer.courseSlug}`)}>
          {t("enrol.see_the_other_dates_of_this_course")}
        </a>
      </Notice>
    );
  }
  if (rules && rules.problems.length > 0) {
    return (
      <div className="grid gap-6">
        <RuleProblems rules={rules} />
        {offer.waiting && <WaitingPart offer={offer} signedIn {...{ waitAction, stopWaitingAction }} />}
      </div>
    );
  }
  if (rules?.needsApproval && who && !offered) return <Apply offer={offer} />;
  const kept = rules?.needsApproval ? NOTHING_KEPT : await getBlockSeats(await getPageReadCtx(), offer.cohortId);
  const isListed = kept.isListed && kept.isConfirmed;
  const isFull = (offer.barrier === "full" && !offered) || offer.waiting?.state === "waiting";
  if (!rules?.needsApproval && isFull && !(who && (kept.takesCode || isListed))) {
    return <WaitingPart offer={offer} signedIn={who !== undefined} {...{ waitAction, stopWaitingAction }} />;
  }
  // Whoever applies pays once they are approved.
  const { total, plan } = price.quote;
  if (!rules?.needsApproval && total.minor > 0 && (await getPaymentOptions(total)).length === 0) {
    return <NoWayToPay offer={offer} />;
  }
  const takesCoupon = price.codes !== "" || (await hasCoupons(await getPageReadCtx(), offer.cohortId));
  const form = {
    cohortId: offer.cohortId,
    payOptions: total.minor === 0 ? [] : await getPaymentOptions(total),
    ...(plan.length > 0 && { plan: { parts: plan, total, chosen: price.pay } }),
    submitLabel: submitWords(price.quote),
    passwordLengthMin: runtime().rules.passwordLengthMin,
    values: { shownMinor: String(total.minor), couponLink: price.link },
    billing: total.minor === 0 ? undefined : { known: price.billing, countries: listCountries(t.language) },
    ...(takesCoupon ? { coupon: { codes: price.codes, problem: price.problem } } : {}),
  };
  const questions = await listAskedQuestions(await getPageReadCtx(), offer);
  if (who) {
    return (
      <div className="grid gap-6">
        {offered && <Offered offer={offer} />}
        {!offered && <KeptNotice kept={kept} isFull={isFull} />}
        <You name={who.name} email={formatEmail(who.email)} changeHref={signInPath(offer, price, code)} />
        <EnrolHere
          {...form}
          questions={questions}
          megabytesMax={SIZE_MEGABYTES_MAX.attachment}
          action={enrolHereAction}
          code={kept.takesCode && !isListed ? code : undefined}
          isCodeNeeded={isFull}
          credit={rules?.needsApproval ? undefined : await getUsableCredit(total, plan.length > 0)}
        />
        {(offered || isFull) && <WaitingPart offer={offer} signedIn {...{ waitAction, stopWaitingAction }} />}
      </div>
    );
  }
  // What is asked is answered once it is known by whom: how to pay comes with it.
  const isAskedLater = questions.length > 0 || rules !== undefined || kept.takesCode;
  const join = isAskedLater
    ? {
        ...form,
        values: { code, coupon: price.codes },
        coupon: undefined,
        billing: undefined,
        payOptions: [],
        plan: undefined,
        submitLabel: t(questions.length > 0 ? "questions.go_on_button" : "enrol.go_on_button"),
      }
    : form;
  return (
    <>
      <h2 className="mb-4">{t("enrol.your_details_heading")}</h2>
      {rules?.needsApproval && isFull && <p className="mb-4 text-ink-soft">{t("applications.full_words")}</p>}
      {questions.length > 0 && <p className="mb-4 text-ink-soft">{t("questions.go_on_words")}</p>}
      <SignUpAndEnrol {...join} action={joinAndEnrolAction} />
      <details className="mt-8 border-t border-rule pt-5">
        <summary className="link cursor-pointer text-[15px]">{t("enrol.i_have_an_account_already")}</summary>
        <div className="mt-5">
          <SignInAndEnrol {...join} action={signInAndEnrolAction} />
          <p className="mt-5 text-small text-ink-soft">
            <a className="link" href={signInPath(offer, price, code)}>
              {t("enrol.other_ways_to_sign_in")}
            </a>
          </p>
        </div>
      </details>
    </>
  );
}

/** As much of what they have with the school as the price takes; undefined where it takes none. */
async function getUsableCredit(
  { minor: totalMinor, currency }: Money,
  isInParts: boolean,
): Promise<UsableCredit | undefined> {
  const { actor, read } = await getPageReadCtx();
  if (actor.type !== "user" || totalMinor === 0) return undefined;
  const hasMinor = await getCreditMinor(read, { userId: actor.id, currency });
  const minor = Math.min(totalMinor, hasMinor);
  if (minor < 1) return undefined;
  const has = { minor: hasMinor, currency };
  return { has, amount: { minor, currency }, left: isInParts ? undefined : { minor: totalMinor - minor, currency } };
}

/** To sign in otherwise, and back to this page with what its link brought. */
function signInPath({ cohortId }: EnrolView, { link }: Shown, code: string): string {
  const words = new URLSearchParams({ ...(code ? { code } : {}), ...(link ? { coupon: link } : {}) });
  return `/sign-in?next=${encodeURIComponent(`/enrol/${cohortId}${words.size > 0 ? `?${words}` : ""}`)}`;
}

/** What is paid at once is on the button, where that is certain. */
function submitWords({ total, plan }: PagePrice["quote"]): string {
  const t = getTranslator();
  if (total.minor === 0) return t("enrol.enrol_label");
  return plan.length > 0 ? t("instalments.go_on_to_pay_button") : t("enrol.pay_label", { price: formatAmount(total) });
}

const NOTHING_KEPT: BlockSeats = { takesCode: false, isListed: false, isConfirmed: false };

/** What seats that are kept for groups mean to whoever is signed in. */
function KeptNotice({ kept, isFull }: { kept: BlockSeats; isFull: boolean }) {
  const t = getTranslator();
  if (kept.isListed) {
    return (
      <Notice tone="ok" title={t("seat_blocks.listed_title")}>
        {kept.isConfirmed ? (
          t("seat_blocks.listed_words")
        ) : (
          <a className="link" href="/account">
            {t("seat_blocks.listed_confirm_words")}
          </a>
        )}
      </Notice>
    );
  }
  if (!isFull) return null;
  return (
    <Notice tone="info" title={t("seat_blocks.full_with_code_title")}>
      {t("seat_blocks.full_with_code_words")}
    </Notice>
  );
}

async function Apply({ offer }: { offer: EnrolView }) {
  const read = await getPageReadCtx();
  const application = await getOwnApplication(read, offer.cohortId);
  const isWaiting = application?.state === "applied";
  return (
    <ApplyPart
      offer={offer}
      application={application}
      questions={isWaiting ? [] : await listAskedQuestions(read, offer)}
      megabytesMax={SIZE_MEGABYTES_MAX.attachment}
      timezone={await schoolTimezone()}
      applyAction={applyAction}
      withdrawAction={withdrawApplicationAction}
    />
  );
}

function AlreadyIn({ offer, mine }: { offer: EnrolView; mine: NonNullable<EnrolView["mine"]> }) {
  const t = getTranslator();
  if (mine.state === "pending" && mine.orderCode) {
    return (
      <Notice
        tone="info"
        title={t("enrol.your_seat_is_held_title")}
        action={<LinkButton href={`/checkout/${mine.orderCode}`}>{t("enrol.go_on_to_pay_button")}</LinkButton>}
      >
        {t.rich("enrol.you_have_begun_to_enrol", {
          orderCode: mine.orderCode,
          num: (children) => <span className="num">{children}</span>,
        })}
      </Notice>
    );
  }
  return (
    <Notice
      tone="ok"
      title={t("enrol.you_have_a_place_in_this_course_title")}
      action={<LinkButton href={`/learning/${offer.courseSlug}`}>{t("enrol.open_the_course_button")}</LinkButton>}
    >
      {t("enrol.there_is_nothing_more_to_do")}
    </Notice>
  );
}

function NoWayToPay({ offer }: { offer: EnrolView }) {
  const t = getTranslator();
  return (
    <Notice
      tone="warn"
      title={t("enrol.cannot_be_paid_here_title", { price: formatAmount(offer.price) })}
      action={<LinkButton href="/help/new">{t("enrol.write_to_us_button")}</LinkButton>}
    >
      {t("enrol.we_have_no_way_to_take_this_amount_online")}
    </Notice>
  );
}

function NotYet({ offer }: { offer: EnrolView }) {
  const t = getTranslator();
  return (
    <Notice tone="info" title={t("enrol.enrolment_has_not_opened_yet_title")}>
      {offer.opensAt && t("enrol.opens_on", { moment: momentWords(offer.opensAt, offer.timezone) })}
    </Notice>
  );
}

async function Offered({ offer }: { offer: EnrolView }) {
  const t = getTranslator();
  const until = offer.waiting?.offerExpiresAt;
  return (
    <Notice tone="ok" title={t("enrol.a_seat_is_free_and_it_is_kept_for_you_title")}>
      {until && t("enrol.offer_until", { until: formatDeadline(until, await schoolTimezone()) })}
    </Notice>
  );
}

/** `27 November 2026, 18:30 (Europe/Zurich)`. */
function momentWords(instant: Date, timezone: string): string {
  return `${formatInstant(instant, { timezone, form: "datetime" })} (${timezone.replaceAll("_", " ")})`;
}
