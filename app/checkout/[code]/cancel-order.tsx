import { StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { CheckoutView } from "#domain/checkout/get-checkout.ts";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { cancelOrderAction } from "./actions.ts";

/** Calls the order off, in two steps: what one press gives away cannot be had back when somebody else has taken it. */
export function CancelOrder({ checkout, isTransfer }: { checkout: CheckoutView; isTransfer: boolean }) {
  const t = getTranslator();
  const { orderId, code } = checkout;
  return (
    <details>
      <summary className="link inline-block cursor-pointer text-small">{t(triggerWords(checkout))}</summary>
      <div className="mt-3 grid gap-3 rounded-md border border-rule-strong p-4">
        <p className="font-[560]">{t("checkout.cancel_question", { code })}</p>
        <p className="text-small text-ink-soft">
          {!checkout.isRenewal &&
            !checkout.isMove &&
            `${t("checkout.cancel_gives_seat_away", { seats: checkout.isForOthers ? "several" : "one" })} `}
          {t(isTransfer ? "checkout.cancel_while_transfer" : "checkout.cancel_charges_nothing")}
        </p>
        <StateForm action={cancelOrderAction} values={{ orderId, code }}>
          <SubmitButton variant="danger" size="s" pendingLabel={t("checkout.one_moment_pending")}>
            {t("checkout.cancel_the_order_button")}
          </SubmitButton>
        </StateForm>
      </div>
    </details>
  );
}

function triggerWords({ isRenewal, isMove, isForOthers }: CheckoutView): PlainKey {
  if (isRenewal) return "checkout.cancel_the_order_button";
  if (isMove) return "checkout.cancel_the_order_and_stay_button";
  return isForOthers
    ? "checkout.cancel_the_order_and_give_the_seats_back_button"
    : "checkout.cancel_the_order_and_give_the_seat_back_button";
}
