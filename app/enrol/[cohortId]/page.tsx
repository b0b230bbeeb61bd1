import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getPaymentOptions } from "#app/_forms/payment-options.ts";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { EnrolHere, SignInAndEnrol, SignUpAndEnrol } from "#components/checkout/join-forms.tsx";
import { OrderSummary } from "#components/checkout/order-summary.tsx";
import { WaitingPart } from "#components/checkout/waiting-part.tsx";
import { You } from "#components/checkout/you.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type EnrolView } from "#domain/checkout/get-enrol-view.ts";
import { getEnrolView } from "#domain/checkout/get-enrol-view.ts";
import { runtime } from "#runtime";
import { enrolHereAction, joinAndEnrolAction, signInAndEnrolAction, stopWaitingAction, waitAction } from "./actions.ts";

type Props = { params: Promise<{ cohortId: string }> };

const offerAt = cache(async (cohortId: string) => getEnrolView(await getPageReadCtx(), cohortId));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const offer = await offerAt((await params).cohortId);
  const title = offer ? `Enrol in ${offer.courseTitle} · ${offer.cohortName}` : "Enrol";
  return { title, robots: { index: false } };
}

/** Who are you, and how will you pay: the one page between a course and its lessons for somebody who is not signed in. */
export default async function EnrolPage({ params }: Props) {
  const { cohortId } = await params;
  const offer = await offerAt(cohortId);
  if (!offer) notFound();
  return (
    <FocusPage>
      <h1 className="sr-only">Enrol in {offer.courseTitle}</h1>
      <div className="mx-auto grid max-w-[960px] grid-cols-1 gap-6 sm:grid-cols-[minmax(0,1fr)_minmax(280px,360px)] sm:gap-16">
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <WhatNext offer={offer} />
        </div>
        <OrderSummary lines={[offer]} total={offer.price} />
      </div>
    </FocusPage>
  );
}

async function WhatNext({ offer }: { offer: EnrolView }) {
  const who = await getViewer();
  if (offer.mine) return <AlreadyIn offer={offer} mine={offer.mine} />;
  const offered = offer.waiting?.state === "offered";
  if (offer.barrier === "not_open_yet") return <NotYet offer={offer} />;
  if (offer.barrier === "closed") {
    return (
      <Notice tone="info" title="Enrolment has closed">
        <a className="link" href={`/courses/${offer.courseSlug}`}>
          See the other dates of this course
        </a>
      </Notice>
    );
  }
  if ((offer.barrier === "full" && !offered) || offer.waiting?.state === "waiting") {
    return <WaitingPart offer={offer} signedIn={who !== undefined} {...{ waitAction, stopWaitingAction }} />;
  }
  if (offer.price.minor > 0 && getPaymentOptions(offer.price).length === 0) {
    return <NoWayToPay offer={offer} />;
  }
  const form = {
    cohortId: offer.cohortId,
    payOptions: offer.price.minor === 0 ? [] : getPaymentOptions(offer.price),
    submitLabel: offer.price.minor === 0 ? "Enrol" : `Pay ${formatAmount(offer.price)}`,
    passwordLengthMin: runtime().rules.passwordLengthMin,
  };
  if (who) {
    return (
      <div className="grid gap-6">
        {offered && <Offered offer={offer} />}
        <You name={who.name} email={formatEmail(who.email)} changeHref={`/sign-in?next=/enrol/${offer.cohortId}`} />
        <EnrolHere {...form} action={enrolHereAction} />
        {offered && <WaitingPart offer={offer} signedIn {...{ waitAction, stopWaitingAction }} />}
      </div>
    );
  }
  return (
    <>
      <h2 className="mb-4">Your details</h2>
      <SignUpAndEnrol {...form} action={joinAndEnrolAction} />
      <details className="mt-8 border-t border-rule pt-5">
        <summary className="link cursor-pointer text-[15px]">I have an account already</summary>
        <div className="mt-5">
          <SignInAndEnrol {...form} action={signInAndEnrolAction} />
          <p className="mt-5 text-small text-ink-soft">
            <a className="link" href={`/sign-in?next=/enrol/${offer.cohortId}`}>
              Other ways to sign in
            </a>
          </p>
        </div>
      </details>
    </>
  );
}

function AlreadyIn({ offer, mine }: { offer: EnrolView; mine: NonNullable<EnrolView["mine"]> }) {
  if (mine.state === "pending" && mine.orderCode) {
    return (
      <Notice
        tone="info"
        title="Your seat is held"
        action={<LinkButton href={`/checkout/${mine.orderCode}`}>Go on to pay</LinkButton>}
      >
        You have begun to enrol. Order <span className="num">{mine.orderCode}</span> waits for its payment.
      </Notice>
    );
  }
  return (
    <Notice
      tone="ok"
      title="You have a place in this course"
      action={<LinkButton href={`/learning/${offer.courseSlug}`}>Open the course</LinkButton>}
    >
      There is nothing more to do.
    </Notice>
  );
}

function NoWayToPay({ offer }: { offer: EnrolView }) {
  return (
    <Notice
      tone="warn"
      title={`${formatAmount(offer.price)} cannot be paid here`}
      action={<LinkButton href="/help/new">Write to us</LinkButton>}
    >
      We have no way to take this amount online just now, so no seat is held. Write to us, and we enrol you by hand.
    </Notice>
  );
}

function NotYet({ offer }: { offer: EnrolView }) {
  return (
    <Notice tone="info" title="Enrolment has not opened yet">
      {offer.opensAt && `It opens on ${momentWords(offer.opensAt, offer.timezone)}.`}
    </Notice>
  );
}

async function Offered({ offer }: { offer: EnrolView }) {
  const until = offer.waiting?.offerExpiresAt;
  return (
    <Notice tone="ok" title="A seat is free, and it is kept for you">
      {until && `Until ${formatDeadline(until, await schoolTimezone())}.`}
    </Notice>
  );
}

/** `27 November 2026, 18:30 (Europe/Zurich)`. */
function momentWords(instant: Date, timezone: string): string {
  return `${formatInstant(instant, { timezone, form: "datetime" })} (${timezone.replaceAll("_", " ")})`;
}
