import { PapersToPay } from "#components/checkout/papers-to-pay.tsx";
import { describeFailure } from "#domain/kernel/describe-failure.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { mailVerificationAction } from "#app/account/actions.ts";
import { getPaymentOptions } from "#app/_forms/payment-options.ts";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { FocusPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { billedToWords } from "#components/invoices/invoice-words.ts";
import { orderLeavingWords } from "#components/catalogue/terms-words.ts";
import { LookAgain } from "#components/checkout/look-again.tsx";
import { taxWords } from "#components/checkout/tax-words.ts";
import { OrderSummary } from "#components/checkout/order-summary.tsx";
import { PayChoice, type PayOption } from "#components/checkout/pay-choice.tsx";
import { PayPlanChoice } from "#components/checkout/pay-plan.tsx";
import { PlanSoFar } from "#components/checkout/plan-so-far.tsx";
import type { PlanPart } from "#domain/courses/payment-plan.ts";
import { You } from "#components/checkout/you.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Timer } from "#components/ui/timer.tsx";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { type CheckoutView, getCheckout } from "#domain/checkout/get-checkout.ts";
import { listOrderPapers } from "#domain/invoices/get-order-paper.ts";
import { getLastChoice } from "#domain/checkout/get-last-choice.ts";
import type { PlainKey } from "#messages/message.ts";
import { runtime } from "#runtime";
import { payAction } from "./actions.ts";
import { CancelOrder } from "./cancel-order.tsx";
import { Ended } from "./ended.tsx";
import { TransferInstructions } from "./transfer.tsx";
import { UseCoupon } from "./use-coupon.tsx";
import { getUsableCredit, UseCredit } from "./use-credit.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ code: string }>; searchParams: Promise<{ pay?: string | string[] }> };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = getTranslator();
  return {
    title: t("checkout.pay_for_order_title", { code: (await params).code.slice(0, 20) }),
    robots: { index: false },
  };
}

/** An order on its way to being paid: the seat that is held, who pays, and how. */
export default async function CheckoutPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { code } = await params;
  const who = await requireViewer(`/checkout/${code}`);
  const ctx = await getPageReadCtx();
  const checkout = await getCheckout(ctx, code);
  if (!checkout) notFound();
  const slug = checkout.lines[0]?.courseSlug;
  if (checkout.state === "paid" && checkout.isForOthers) redirect(`/orders/${checkout.code}/places`);
  if (checkout.state === "paid" && slug) redirect(`/learning/${slug}?welcome=${checkout.code}`);
  return (
    <FocusPage
      aside={t.rich("checkout.order", {
        code: checkout.code,
        num: (children) => <span className="num">{children}</span>,
      })}
    >
      <h1 className="sr-only">{t("checkout.order_title", { code: checkout.code })}</h1>
      <div className="mx-auto grid max-w-[960px] grid-cols-1 gap-6 sm:grid-cols-[minmax(0,1fr)_minmax(280px,360px)] sm:gap-16">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-7">
          {checkout.state === "awaiting_payment" ? (
            <>
              <Hold checkout={checkout} />
              {isBlockMemberMinutes(checkout) && !checkout.isRenewal && !who.verified && (
                <ConfirmForLonger email={formatEmail(who.email)} />
              )}
              <You
                name={who.name}
                email={formatEmail(who.email)}
                changeHref="/account"
                {...(who.userId === checkout.buyerId && {
                  billingHref: `/orders/${checkout.code}/billing?from=checkout`,
                  ...(checkout.billing && { billedTo: billedToWords(checkout.billing) }),
                })}
              />
              <Pay checkout={checkout} chosen={(await searchParams).pay === "plan" ? "plan" : undefined} />
            </>
          ) : (
            <Ended checkout={checkout} />
          )}
        </div>
        <OrderSummary
          lines={checkout.lines}
          total={checkout.total}
          list={checkout.list}
          discounts={checkout.discounts.map(({ label, amountMinor: minor }) => ({
            ...{ label, amount: { minor, currency: checkout.total.currency } },
          }))}
          notes={[...taxWords(checkout.taxes, checkout.total.currency), ...orderLeavingWords(checkout, ctx.now)]}
        />
      </div>
    </FocusPage>
  );
}

const isTransfer = ({ attempts }: CheckoutView) =>
  attempts.some(({ provider, state }) => provider === "bank" && state === "pending");

/** Paid by another way than a transfer, and on its way: there is nothing left to do. */
const isSettling = ({ attempts }: CheckoutView) =>
  attempts.some(
    ({ provider, state, checkoutUrl }) => provider !== "bank" && state === "pending" && checkoutUrl === null,
  );

/** A transfer takes days, and the seat is not kept for as long. */
function isBlockMemberMinutes(checkout: CheckoutView): boolean {
  const { expiresAt } = checkout;
  return isTransfer(checkout) && expiresAt !== null && expiresAt.getTime() - runtime().clock().getTime() < DAY_MS;
}

/** Only whoever has confirmed their address holds a seat for days. */
function ConfirmForLonger({ email }: { email: string }) {
  const t = getTranslator();
  return (
    <Notice tone="warn" title={t("checkout.confirm_your_address_and_the_seat_is_kept_title")}>
      {t.rich("checkout.a_transfer_takes_longer_than_the_minutes", { email })}
      <StateForm action={mailVerificationAction} className="mt-3">
        <SubmitButton variant="quiet" size="s" pendingLabel={t("checkout.one_moment_pending")}>
          {t("checkout.mail_the_link_again_button")}
        </SubmitButton>
      </StateForm>
    </Notice>
  );
}

async function Hold({ checkout }: { checkout: CheckoutView }) {
  const t = getTranslator();
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
      overText={t("checkout.the_time_to_pay_has_run_out")}
    >
      {t(heldWords(checkout, transfer))}
    </Timer>
  );
}

function heldWords(checkout: CheckoutView, isOnItsWay: boolean): PlainKey {
  if (checkout.isRenewal) return "checkout.your_renewal_waits_while_you_pay";
  if (checkout.isMove && !isOnItsWay) return "checkout.your_seat_there_is_held_while_you_pay";
  if (isBlockMemberMinutes(checkout)) return "checkout.your_seat_is_held_for_a_short_time";
  if (checkout.isForOthers) {
    return isOnItsWay ? "checkout.the_seats_are_held_while_your_transfer" : "checkout.the_seats_are_held_while_you_pay";
  }
  return isOnItsWay ? "checkout.your_seat_is_held_while_your_transfer" : "checkout.your_seat_is_held_while_you_pay";
}

type PayProps = {
  checkout: CheckoutView;
  /** What was chosen on the page before, which no attempt has kept yet. */
  chosen: "plan" | undefined;
};

async function Pay({ checkout, chosen }: PayProps) {
  const t = getTranslator();
  const [latest] = checkout.attempts;
  const transfer = checkout.attempts.find(({ provider, state }) => provider === "bank" && state === "pending");
  const failed = latest?.state === "failed" ? latest : undefined;
  const wasRefused = failed !== undefined && checkout.isRefused;
  const values = { orderId: checkout.orderId, code: checkout.code };
  const now = runtime().clock();
  const underWay = checkout.attempts.find(({ provider, state }) => provider !== "bank" && state === "pending");
  const settles = isSettling(checkout);
  const isPageOpen = underWay?.checkoutUrl && (underWay.expiresAt === null || underWay.expiresAt > now);
  const isForPlace = !checkout.isRenewal && !checkout.isMove && !checkout.isForOthers;
  const options = await getPaymentOptions(checkout.due, isForPlace ? "place" : "other");
  const parts = listParts(checkout);
  const last = getLastChoice(checkout);
  return (
    <div className="grid gap-6">
      {failed && (
        <Notice tone="bad" title={t("checkout.the_payment_did_not_go_through_title")}>
          {wasRefused
            ? t("checkout.the_payment_service_cannot_take")
            : failed.failure
              ? t("checkout.payment_failed_because", {
                  failure: describeFailure(failed.failure, t),
                  others: Math.max(0, options.length - 1),
                })
              : t("checkout.provider_refused_payment", { others: Math.max(0, options.length - 1) })}{" "}
          <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
            {t("checkout.write_to_us_about_this_order")}
          </a>
        </Notice>
      )}
      {underWay && settles && (
        <Notice tone="info" title={t("checkout.your_payment_is_being_settled_title")}>
          {t.rich("checkout.you_have_nothing_more_to_do", {
            lookAgain: <LookAgain href={`/checkout/${checkout.code}/return?payment=${underWay.id}`} />,
          })}
        </Notice>
      )}
      {underWay && isPageOpen && (
        <Notice tone="info" title={t("checkout.a_payment_is_under_way_title")}>
          {t.rich("checkout.if_you_have_just_paid_it_may_take", {
            lookAgain: <LookAgain href={`/checkout/${checkout.code}/return?payment=${underWay.id}`} />,
          })}
        </Notice>
      )}
      {checkout.instalments.length > 0 && (
        <PlanSoFar
          instalments={checkout.instalments}
          receivedMinor={checkout.received.minor}
          currency={checkout.total.currency}
          timezone={await schoolTimezone()}
          now={now}
        />
      )}
      {transfer && <TransferInstructions checkout={checkout} payment={transfer} />}
      {transfer && <PayAnotherWay checkout={checkout} options={options.filter(({ value }) => value !== "bank")} />}
      {!transfer && !settles && options.length === 0 && (
        <Notice tone="warn" title={t("checkout.cannot_be_paid_here_title", { total: formatAmount(checkout.due) })}>
          {t.rich("checkout.none_of_our_payment_services_takes_this", {
            link: (children) => (
              <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
                {children}
              </a>
            ),
          })}
        </Notice>
      )}
      {!settles && <UseCoupon checkout={checkout} />}
      {!settles && <UseCredit checkout={checkout} terms={options[0]?.terms} />}
      {!transfer && !settles && options.length > 0 && (
        <StateForm action={payAction} values={values} className="grid gap-5">
          <PayPlanChoice
            parts={parts}
            total={checkout.due}
            receivedMinor={checkout.received.minor}
            chosen={checkout.attempts.length > 0 ? last.pay : (chosen ?? last.pay)}
            isFixed={checkout.instalments.length > 0}
          />
          <PayChoice
            options={options}
            isInParts={parts.length > 0}
            // A service that never takes it is not proposed a second time.
            chosen={wasRefused ? undefined : last.provider}
            keepsCard={last.keepsCard}
            areTermsAbove={getUsableCredit(checkout) > 0}
          />
          <SubmitButton full pendingLabel={t("checkout.one_moment_pending")}>
            {parts.length > 0
              ? t("instalments.go_on_to_pay_button")
              : isPageOpen
                ? t("checkout.go_on_paying_button", { total: formatAmount(checkout.due) })
                : t("checkout.pay_button", { total: formatAmount(checkout.due) })}
          </SubmitButton>
        </StateForm>
      )}
      {!settles && (
        <PapersToPay
          code={checkout.code}
          papers={listOrderPapers({ state: checkout.state, totalMinor: checkout.total.minor, hasPayments: false })}
        />
      )}
      {!settles && <CancelOrder checkout={checkout} isTransfer={transfer !== undefined} />}
    </div>
  );
}

/** The parts in which it may be paid: those that were fixed when they were chosen, or those of the plan. */
const listParts = ({ instalments, plan }: CheckoutView): readonly PlanPart[] =>
  instalments.length > 0 ? instalments : plan;

/** Whoever chose a transfer may still pay at once. */
function PayAnotherWay({ checkout, options }: { checkout: CheckoutView; options: PayOption[] }) {
  const t = getTranslator();
  if (options.length === 0) return null;
  return (
    <details className="border-t border-rule pt-5">
      <summary className="link cursor-pointer text-[15px]">{t("checkout.pay_another_way")}</summary>
      <StateForm
        action={payAction}
        values={{ orderId: checkout.orderId, code: checkout.code }}
        className="mt-5 grid gap-5"
      >
        <PayPlanChoice
          parts={listParts(checkout)}
          total={checkout.due}
          receivedMinor={checkout.received.minor}
          chosen={getLastChoice(checkout).pay}
          isFixed={checkout.instalments.length > 0}
        />
        <PayChoice options={options} isInParts={listParts(checkout).length > 0} />
        <p className="text-small text-ink-soft">{t("checkout.we_no_longer_wait_for_your_transfer_then")}</p>
        <SubmitButton full pendingLabel={t("checkout.one_moment_pending")}>
          {listParts(checkout).length > 0
            ? t("instalments.go_on_to_pay_button")
            : t("checkout.pay_now_button", { total: formatAmount(checkout.due) })}
        </SubmitButton>
      </StateForm>
    </details>
  );
}
