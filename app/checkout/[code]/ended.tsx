import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { CheckoutView } from "#domain/checkout/get-checkout.ts";

const wasTransferred = ({ attempts }: CheckoutView) =>
  attempts.some(({ provider, state }) => provider === "bank" && state === "settled");

const LATE = {
  place: "checkout.your_payment_arrived_after_the_seat_had",
  renewal: "checkout.your_payment_arrived_after_the_order_had_ended",
} as const;

/** What became of an order that is not to be paid any more, or not yet. */
export function Ended({ checkout }: { checkout: CheckoutView }) {
  const t = getTranslator();
  const cohort = checkout.lines[0];
  const again =
    cohort &&
    (checkout.isRenewal ? (
      <LinkButton href={`/learning/${cohort.courseSlug}/renew`}>{t("checkout.renew_again_button")}</LinkButton>
    ) : checkout.isMove ? (
      <LinkButton href={`/learning/${cohort.courseSlug}/enrolment`}>{t("checkout.move_again_button")}</LinkButton>
    ) : (
      <LinkButton href={`/enrol/${cohort.cohortId}`}>{t("checkout.enrol_again_button")}</LinkButton>
    ));
  if (checkout.reviewReason === "refund_due") {
    return (
      <Notice tone="info" title={t("checkout.this_order_has_ended_and_your_money_title")}>
        {t("checkout.we_look_at_it_and_write_to_you")}{" "}
        {wasTransferred(checkout) && (
          <>
            {t.rich("checkout.you_paid_by_bank_transfer_tell_us", {
              link: (children) => (
                <a className="link" href={`/orders/${checkout.code}#refund-account`}>
                  {children}
                </a>
              ),
            })}{" "}
          </>
        )}
        <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
          {t("checkout.write_to_us_about_this_order")}
        </a>
      </Notice>
    );
  }
  if (checkout.isRefused) {
    return (
      <Notice tone="warn" title={t("checkout.this_order_could_not_be_paid_here_title")} action={again}>
        {t.rich("checkout.the_payment_service_cannot_take_this", {
          link: (children) => (
            <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
              {children}
            </a>
          ),
        })}
      </Notice>
    );
  }
  if (checkout.reviewReason) {
    return (
      <Notice tone="warn" title={t("checkout.we_have_your_money_and_a_person_title")}>
        {t.rich(checkout.isRenewal ? LATE.renewal : LATE.place, {
          link: (children) => (
            <a className="link" href={`/help/new?about=order:${checkout.orderId}`}>
              {children}
            </a>
          ),
        })}
      </Notice>
    );
  }
  if (checkout.state === "draft") {
    return (
      <Notice tone="info" title={t("checkout.the_school_is_still_preparing_this_order_title")}>
        {t("checkout.no_place_is_kept_yet")}
      </Notice>
    );
  }
  if (checkout.state === "expired") {
    return (
      <Notice tone="warn" title={t("checkout.the_time_to_pay_has_run_out_title")} action={again}>
        {checkout.isRenewal
          ? t("checkout.nothing_was_charged_renew_again")
          : checkout.isMove
            ? t("checkout.nothing_was_moved_and_nothing_was")
            : t("checkout.the_seat_was_given_back_and_nothing_was")}
      </Notice>
    );
  }
  return (
    <Notice tone="info" title={t("checkout.this_order_was_cancelled_title")} action={again}>
      {t("checkout.nothing_more_is_owed_for_it")}
    </Notice>
  );
}
