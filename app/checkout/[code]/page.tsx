import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { mailVerificationAction } from "#app/account/actions.ts";
import { getPaymentOptions } from "#app/_forms/payment-options.ts";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { LookAgain } from "#components/checkout/look-again.tsx";
import { OrderSummary } from "#components/checkout/order-summary.tsx";
import { PayChoice } from "#components/checkout/pay-choice.tsx";
import { You } from "#components/checkout/you.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Timer } from "#components/ui/timer.tsx";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { type CheckoutView, getCheckout } from "#domain/checkout/get-checkout.ts";
import { runtime } from "#runtime";
import { cancelOrderAction, payAction } from "./actions.ts";
import { TransferInstructions } from "./transfer.tsx";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Pay for order ${(await params).code.slice(0, 20)}`, robots: { index: false } };
}

/** An order on its way to being paid: the seat that is held, who pays, and how. */
export default async function CheckoutPage({ params }: Props) {
  const { code } = await params;
  const who = await requireViewer(`/checkout/${code}`);
  const checkout = await getCheckout(await getPageReadCtx(), code);
  if (!checkout) notFound();
  const slug = checkout.lines[0]?.courseSlug;
  if (checkout.state === "paid" && slug) redirect(`/learning/${slug}?welcome=${checkout.code}`);
  return (
    <FocusPage
      aside={
        <>
          Order <span className="num">{checkout.code}</span>
        </>
      }
    >
      <h1 className="sr-only">Order {checkout.code}</h1>
      <div className="mx-auto grid max-w-[960px] grid-cols-1 gap-6 sm:grid-cols-[minmax(0,1fr)_minmax(280px,360px)] sm:gap-16">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-7">
          {checkout.state === "awaiting_payment" ? (
            <>
              <Hold checkout={checkout} />
              {isKeptForMinutes(checkout) && !who.verified && <ConfirmForLonger email={formatEmail(who.email)} />}
              <You name={who.name} email={formatEmail(who.email)} changeHref="/account" />
              <Pay checkout={checkout} />
            </>
          ) : (
            <Ended checkout={checkout} />
          )}
        </div>
        <OrderSummary lines={checkout.lines} total={checkout.total} />
      </div>
    </FocusPage>
  );
}

const isTransfer = ({ attempts }: CheckoutView) =>
  attempts.some(({ provider, state }) => provider === "bank" && state === "pending");

const wasTransferred = ({ attempts }: CheckoutView) =>
  attempts.some(({ provider, state }) => provider === "bank" && state === "settled");

/** Paid by another way than a transfer, and on its way: there is nothing left to do. */
const isSettling = ({ attempts }: CheckoutView) =>
  attempts.some(
    ({ provider, state, checkoutUrl }) => provider !== "bank" && state === "pending" && checkoutUrl === null,
  );

/** A transfer takes days, and the seat is not kept for as long. */
function isKeptForMinutes(checkout: CheckoutView): boolean {
  const { expiresAt } = checkout;
  return isTransfer(checkout) && expiresAt !== null && expiresAt.getTime() - runtime().clock().getTime() < DAY_MS;
}

/** Only whoever has confirmed their address holds a seat for days. */
function ConfirmForLonger({ email }: { email: string }) {
  return (
    <Notice tone="warn" title="Confirm your address, and the seat is kept for a week">
      A transfer takes longer than the minutes for which the seat is held now. Follow the link that we mailed to{" "}
      <bdi>{email}</bdi>.
      <StateForm action={mailVerificationAction} className="mt-3">
        <SubmitButton variant="quiet" size="s" pendingLabel="One moment">
          Mail the link again
        </SubmitButton>
      </StateForm>
    </Notice>
  );
}

async function Hold({ checkout }: { checkout: CheckoutView }) {
  const { expiresAt } = checkout;
  if (!expiresAt || isSettling(checkout)) return null;
  const transfer = isTransfer(checkout);
  const isLong = expiresAt.getTime() - runtime().clock().getTime() > DAY_MS / 2;
  const timezone = await schoolTimezone();
  return (
    <Timer
      until={expiresAt.toISOString()}
      serverNow={runtime().clock().toISOString()}
      untilText={
        isLong
          ? formatDeadline(expiresAt, timezone)
          : `${formatInstant(expiresAt, { timezone, form: "time" })} (${timezone.replaceAll("_", " ")})`
      }
      overText="The time to pay has run out. Load the page again to see whether a seat is left."
    >
      {transfer ? "Your seat is held while your transfer is on its way." : "Your seat is held while you pay."}
    </Timer>
  );
}

function Pay({ checkout }: { checkout: CheckoutView }) {
  const [latest] = checkout.attempts;
  const transfer = checkout.attempts.find(({ provider, state }) => provider === "bank" && state === "pending");
  const failed = latest?.state === "failed" ? latest : undefined;
  const wasRefused = failed !== undefined && checkout.isRefused;
  const values = { orderId: checkout.orderId, code: checkout.code };
  const now = runtime().clock();
  const underWay = checkout.attempts.find(({ provider, state }) => provider !== "bank" && state === "pending");
  const settles = isSettling(checkout);
  const isPageOpen = underWay?.checkoutUrl && (underWay.expiresAt === null || underWay.expiresAt > now);
  const options = getPaymentOptions(checkout.total);
  return (
    <div className="grid gap-6">
      {failed && (
        <Notice tone="bad" title="The payment did not go through">
          {wasRefused
            ? "The payment service cannot take it, and trying the same again will not help. Nothing was charged. "
            : `${failed.failure ?? "The provider refused it."} Nothing was charged. You can try again, or pay another way. `}
          <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
            Write to us about this order
          </a>
        </Notice>
      )}
      {underWay && settles && (
        <Notice tone="info" title="Your payment is being settled">
          You have nothing more to do. It may take a few days; your seat is held, and we write to you.{" "}
          <LookAgain href={`/checkout/${checkout.code}/return?payment=${underWay.id}`} />
        </Notice>
      )}
      {underWay && isPageOpen && (
        <Notice tone="info" title="A payment is under way">
          If you have just paid, it may take a moment until we hear of it.{" "}
          <LookAgain href={`/checkout/${checkout.code}/return?payment=${underWay.id}`} />
        </Notice>
      )}
      {transfer && <TransferInstructions checkout={checkout} reference={transfer.reference} />}
      {transfer && <PayAnotherWay checkout={checkout} options={options.filter(({ value }) => value !== "bank")} />}
      {!transfer && !settles && options.length === 0 && (
        <Notice tone="warn" title={`${formatAmount(checkout.total)} cannot be paid here`}>
          None of our payment services takes this amount.{" "}
          <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
            Write to us about this order
          </a>
        </Notice>
      )}
      {!transfer && !settles && options.length > 0 && (
        <StateForm action={payAction} values={values} className="grid gap-5">
          <PayChoice options={options} />
          <SubmitButton full pendingLabel="One moment">
            {`${isPageOpen ? "Go on paying" : "Pay"} ${formatAmount(checkout.total)}`}
          </SubmitButton>
        </StateForm>
      )}
      {!settles && (
        <StateForm action={cancelOrderAction} values={values}>
          <SubmitButton variant="link" size="s" pendingLabel="One moment">
            Cancel the order and give the seat back
          </SubmitButton>
        </StateForm>
      )}
    </div>
  );
}

/** Whoever chose a transfer may still pay at once. */
function PayAnotherWay({
  checkout,
  options,
}: {
  checkout: CheckoutView;
  options: ReturnType<typeof getPaymentOptions>;
}) {
  if (options.length === 0) return null;
  return (
    <details className="border-t border-rule pt-5">
      <summary className="link cursor-pointer text-[15px]">Pay another way</summary>
      <StateForm
        action={payAction}
        values={{ orderId: checkout.orderId, code: checkout.code }}
        className="mt-5 grid gap-5"
      >
        <PayChoice options={options} />
        <p className="text-small text-ink-soft">
          We no longer wait for your transfer then. If you have sent it already, leave it as it is: your place is
          confirmed when it arrives.
        </p>
        <SubmitButton full pendingLabel="One moment">
          {`Pay ${formatAmount(checkout.total)} now`}
        </SubmitButton>
      </StateForm>
    </details>
  );
}

function Ended({ checkout }: { checkout: CheckoutView }) {
  const cohort = checkout.lines[0];
  const again = cohort && <LinkButton href={`/enrol/${cohort.cohortId}`}>Enrol again</LinkButton>;
  if (checkout.attention === "refund_due") {
    return (
      <Notice tone="info" title="This order has ended, and your money is still with us">
        We look at it and write to you.{" "}
        {wasTransferred(checkout) && (
          <>
            You paid by bank transfer:{" "}
            <a className="link" href={`/orders/${checkout.code}#refund-account`}>
              tell us your account
            </a>
            .{" "}
          </>
        )}
        <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
          Write to us about this order
        </a>
      </Notice>
    );
  }
  if (checkout.isRefused) {
    return (
      <Notice tone="warn" title="This order could not be paid here" action={again}>
        The payment service cannot take this payment. Nothing was charged, and no seat is held.{" "}
        <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
          Write to us, and we find another way
        </a>
      </Notice>
    );
  }
  if (checkout.attention) {
    return (
      <Notice tone="warn" title="We have your money, and a person is looking at it">
        Your payment arrived after the seat had been given back. We write to you within a working day.{" "}
        <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
          Write to us about this order
        </a>
      </Notice>
    );
  }
  if (checkout.state === "draft") {
    return (
      <Notice tone="info" title="The school is still preparing this order">
        No place is kept yet. We write to you as soon as you can pay.
      </Notice>
    );
  }
  if (checkout.state === "expired") {
    return (
      <Notice tone="warn" title="The time to pay has run out" action={again}>
        The seat was given back and nothing was charged. If a seat is left, you can enrol again.
      </Notice>
    );
  }
  return (
    <Notice tone="info" title="This order was cancelled" action={again}>
      Nothing more is owed for it.
    </Notice>
  );
}
