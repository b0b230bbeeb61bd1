import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readFromPrimary } from "#db/read-scope.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { EnrolHere, SignInAndEnrol, SignUpAndEnrol } from "#components/checkout/join-forms.tsx";
import { RuleProblems, RulesPart } from "#components/checkout/rules-part.tsx";
import { You } from "#components/checkout/you.tsx";
import { ClaimedPlace } from "#components/claims/claimed-place.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type ClaimBarrier, type ClaimableOffer, getClaimOffer } from "#domain/checkout/get-claim-offer.ts";
import { getClaimPath } from "#domain/claim-links/claim-secret.ts";
import { SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { listAskedQuestions } from "#domain/questions/list-questions.ts";
import type { PlainKey } from "#messages/message.ts";
import { getEnrolRules } from "#domain/rules/get-enrol-rules.ts";
import { runtime } from "#runtime";
import { claimHereAction, joinAndClaimAction, signInAndClaimAction } from "./actions.ts";

type Props = { params: Promise<{ id: string; secret: string }> };

// A secret in an address must not travel to another site in a Referer header.
export function generateMetadata(): Metadata {
  return { title: getTranslator()("claims.claim_title"), robots: { index: false }, referrer: "same-origin" };
}

/** Where a claim link leads: the place that was bought for whoever opens it, and how they take it. */
export default async function ClaimPage({ params }: Props) {
  const t = getTranslator();
  const { id, secret } = await params;
  readFromPrimary();
  const claim = await getClaimOffer(await getPageReadCtx(), {
    ...{ claimLinkId: id, secret, schoolSecret: runtime().secret },
  });
  if (!claim) notFound();
  const link = { claimLinkId: id, secret };
  return (
    <FocusPage width="narrow">
      <h1>{t("claims.claim_title")}</h1>
      <div className="mt-5 grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6 [overflow-wrap:anywhere]">
        {claim.offer && <ClaimedPlace offer={claim.offer} from={fromWords(claim.offer)} />}
        {claim.barrier === "yours" && (
          <Notice
            tone="ok"
            title={t("claims.yours_title")}
            action={<LinkButton href={`/learning/${claim.courseSlug}`}>{t("enrol.open_the_course_button")}</LinkButton>}
          />
        )}
        {claim.barrier === "ordered" && <OwnOrder code={claim.orderCode} />}
        {claim.barrier !== null && claim.barrier !== "yours" && claim.barrier !== "ordered" && (
          <DeadEnd barrier={claim.barrier} />
        )}
        {claim.barrier === null && <Take offer={claim.offer} link={link} />}
      </div>
    </FocusPage>
  );
}

function fromWords({ buyerName, name }: ClaimableOffer): string {
  const t = getTranslator();
  const buyer = isolateText(buyerName);
  return name === "" ? t("claims.from", { buyer }) : t("claims.from_for", { buyer, name: isolateText(name) });
}

const WORDS = {
  replaced: "refusals.claim_link_replaced",
  used: "refusals.claim_link_used",
  withdrawn: "refusals.claim_link_withdrawn",
  ended: "refusals.claim_link_ended",
  unpaid: "refusals.claim_link_unpaid",
  over: "refusals.enrolment_closed",
  enrolled: "claims.enrolled_already",
} as const satisfies Record<ClaimBarrier, PlainKey>;

function DeadEnd({ barrier }: { barrier: ClaimBarrier }) {
  return <Notice tone="warn">{getTranslator()(WORDS[barrier])}</Notice>;
}

/** Nothing is taken from anybody here: whoever has begun to buy a place of their own calls that off first. */
function OwnOrder({ code }: { code: string }) {
  const t = getTranslator();
  return (
    <Notice
      tone="info"
      title={t("claims.own_order_title")}
      action={<LinkButton href={`/checkout/${code}`}>{t("claims.own_order_button")}</LinkButton>}
    >
      {t("claims.own_order_words", { code })}
    </Notice>
  );
}

type TakeProps = { offer: ClaimableOffer; link: { claimLinkId: string; secret: string } };

/** As on the page of a cohort, without a price. */
async function Take({ offer, link }: TakeProps) {
  const t = getTranslator();
  const who = await getViewer();
  const read = await getPageReadCtx();
  const rules = await getEnrolRules(read, offer.cohortId);
  if (rules && rules.problems.length > 0) return <RuleProblems rules={rules} />;
  const questions = await listAskedQuestions(read, offer);
  const next = getClaimPath({ id: link.claimLinkId, version: 0 }, link.secret);
  const form = { cohortId: offer.cohortId, payOptions: [], values: link, next };
  if (who) {
    return (
      <>
        {rules && <RulesPart rules={rules} />}
        {offer.isOwn && <Notice tone="info">{t("claims.you_have_bought_it")}</Notice>}
        <You name={who.name} email={formatEmail(who.email)} changeHref={`/sign-in?next=${encodeURIComponent(next)}`} />
        <EnrolHere
          {...form}
          submitLabel={t("claims.claim_button")}
          questions={questions}
          megabytesMax={SIZE_MEGABYTES_MAX.attachment}
          action={claimHereAction}
        />
      </>
    );
  }
  // What is asked is answered once it is known by whom.
  const submitLabel = questions.length > 0 || rules ? t("questions.go_on_button") : t("claims.claim_button");
  const known = { name: offer.name, email: offer.email ? formatEmail(offer.email) : "" };
  const join = { ...form, known, submitLabel, passwordLengthMin: runtime().rules.passwordLengthMin };
  return (
    <section>
      {rules && <RulesPart rules={rules} />}
      <h2 className="mb-4">{t("enrol.your_details_heading")}</h2>
      <SignUpAndEnrol {...join} action={joinAndClaimAction} />
      <p className="mt-5 text-small text-ink-soft">{t("claims.child_hint")}</p>
      <details className="mt-8 border-t border-rule pt-5">
        <summary className="link cursor-pointer text-[15px]">{t("enrol.i_have_an_account_already")}</summary>
        <div className="mt-5">
          <SignInAndEnrol {...join} action={signInAndClaimAction} />
          <p className="mt-5 text-small text-ink-soft">
            <a className="link" href={`/sign-in?next=${encodeURIComponent(next)}`}>
              {t("enrol.other_ways_to_sign_in")}
            </a>
          </p>
        </div>
      </details>
    </section>
  );
}
