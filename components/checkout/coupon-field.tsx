import { FormInput } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";

export type CouponFieldProps = {
  /** What is applied, or what a link brought. */
  codes: string;
  /** Two forms on one page need ids of their own. */
  id: string;
  /** What is said instead of a price: why the code of a link cannot be used. */
  problem?: string | undefined;
  /** What the button says: to apply the code, or to show the price of so many places. */
  button: string;
  /** What the form sends along by the button. */
  step: "coupon" | "price";
  /** No coupon could be used: the button stands alone. */
  isCouponTaken?: boolean;
};

/** The code of a coupon, and the button that shows the price with it before anything is ordered: also without scripts. */
export function CouponField({ codes, id, problem, button, step, isCouponTaken = true }: CouponFieldProps) {
  const t = getTranslator();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start">
      {isCouponTaken && (
        <FormInput
          id={id}
          name="coupon"
          label={t("coupons.field_label")}
          hint={t("coupons.field_hint")}
          defaultValue={codes}
          {...(problem ? { error: problem } : {})}
          maxLength={400}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          optional
        />
      )}
      <SubmitButton
        variant="quiet"
        name="step"
        value={step}
        formNoValidate
        className={isCouponTaken ? "sm:mt-[27px]" : "justify-self-start"}
        pendingLabel={t("checkout.one_moment_pending")}
      >
        {button}
      </SubmitButton>
    </div>
  );
}
