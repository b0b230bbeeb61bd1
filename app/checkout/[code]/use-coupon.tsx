import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { CouponField } from "#components/checkout/coupon-field.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { CheckoutView } from "#domain/checkout/get-checkout.ts";
import { hasCoupons } from "#domain/coupons/has-coupons.ts";
import { applyCouponAction } from "./actions.ts";

/** The field for a coupon, while what it costs is open; a difference to another cohort says why it takes none. */
export async function UseCoupon({ checkout }: { checkout: CheckoutView }) {
  const t = getTranslator();
  const { orderId, code, attempts, instalments, spentCredit, received, discounts, isMove, lines } = checkout;
  const isFixed =
    attempts.some(({ state }) => state === "pending") ||
    instalments.length > 0 ||
    spentCredit.minor + received.minor > 0 ||
    discounts.some(({ source }) => source === "coupon");
  if (isFixed || !(await hasCoupons(await getPageReadCtx(), lines[0]?.cohortId ?? ""))) return null;
  if (isMove) return <p className="text-small text-ink-soft">{t("refusals.coupon_not_for_move")}</p>;
  return (
    <StateForm action={applyCouponAction} values={{ orderId, code }}>
      <CouponField codes="" id="order-coupon" button={t("coupons.apply_button")} step="coupon" />
    </StateForm>
  );
}
