import { Panel } from "#components/admin/panel.tsx";
import { PlanTable } from "#components/checkout/pay-plan.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Cohort } from "#domain/courses/machine.ts";
import { FURTHER_PARTS_MAX, type PlanPart } from "#domain/courses/payment-plan.ts";
import { PLAN_PARTS } from "#domain/courses/set-payment-plan.ts";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { setPaymentPlanAction } from "../actions.ts";

/** How the price may be paid in parts, and what that comes to today. */
export function PaymentPlanPanel({ cohort, parts }: { cohort: Cohort; parts: readonly PlanPart[] }) {
  const t = getTranslator();
  const { id: cohortId, courseId, currency, priceMinor: minor, paymentPlan: plan } = cohort;
  const values = { courseId, cohortId, currency, seen: getEditVersion(cohort, PLAN_PARTS) };
  const total = { minor, currency };
  const deposit = plan?.deposit;
  const number = { inputMode: "numeric", maxLength: 4, optional: true } as const;
  return (
    <Panel title={t("instalments.plan_title")}>
      <StateForm action={setPaymentPlanAction} values={values} className="grid gap-5">
        <p className="text-small text-ink-soft">{t("instalments.plan_words")}</p>
        <div className="grid gap-5 sm:grid-cols-2">
          <FormInput
            name="depositPercent"
            label={t("instalments.deposit_percent_label")}
            hint={t("instalments.deposit_percent_hint", { price: formatAmount(total) })}
            {...number}
            defaultValue={deposit && "percent" in deposit ? String(deposit.percent) : ""}
          />
          <FormInput
            name="depositAmount"
            label={t("instalments.deposit_amount_label")}
            hint={t("instalments.deposit_amount_hint", { currency })}
            inputMode="decimal"
            maxLength={30}
            optional
            defaultValue={deposit && "minor" in deposit ? toDecimal({ minor: deposit.minor, currency }) : ""}
          />
          <FormInput
            name="furtherParts"
            label={t("instalments.further_parts_label")}
            hint={t("instalments.further_parts_hint", { partsMax: FURTHER_PARTS_MAX })}
            {...number}
            defaultValue={plan ? String(plan.furtherParts) : ""}
          />
          <FormInput
            name="monthsBetween"
            label={t("instalments.months_between_label")}
            hint={t("instalments.months_between_hint")}
            {...number}
            defaultValue={plan ? String(plan.monthsBetween) : ""}
          />
        </div>
        <div>
          <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
            {t("instalments.save_plan_button")}
          </SubmitButton>
        </div>
      </StateForm>
      {plan && parts.length === 0 && (
        <Notice tone="warn" className="mt-5">
          {t("instalments.plan_not_offered")}
        </Notice>
      )}
      {parts.length > 0 && (
        <div className="mt-5">
          <p className="mb-2 text-small text-ink-soft">{t("instalments.plan_now")}</p>
          <PlanTable parts={parts} total={total} />
        </div>
      )}
    </Panel>
  );
}
