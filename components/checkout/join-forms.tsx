import { AccountHelp } from "#components/account/account-help.tsx";
import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { QuestionInputs } from "#components/questions/question-inputs.tsx";
import type { AskedView } from "#domain/questions/list-questions.ts";
import type { PlanPart } from "#domain/courses/payment-plan.ts";
import type { Money } from "#domain/kernel/money.ts";
import { BillingBlock, type BillingBlockProps } from "./billing-block.tsx";
import { CouponField, type CouponFieldProps } from "./coupon-field.tsx";
import { DefaultSubmit } from "#components/ui/default-submit.tsx";
import { PayChoice, type PayOption, TermsWords } from "./pay-choice.tsx";
import { PayPlanChoice } from "./pay-plan.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type JoinProps = {
  cohortId: string;
  /** Empty for a free place. */
  payOptions: PayOption[];
  /** How the price may be paid in parts. */
  plan?: { parts: readonly PlanPart[]; total: Money; chosen: "all" | "plan" };
  /** "Pay CHF 480.00", "Enrol". */
  submitLabel: string;
  action: FormAction;
  passwordLengthMin?: number;
  /** The coupon's field; undefined where no coupon could be used. */
  coupon?: Pick<CouponFieldProps, "codes" | "problem"> | undefined;
  /** To whom it may be billed; undefined where nothing is paid, or that is asked later. */
  billing?: Omit<BillingBlockProps, "id"> | undefined;
  /** What else the form sends, and where it goes on when it is asked for elsewhere than on the page of a cohort. */
  values?: Record<string, string>;
  next?: string;
  /** Who somebody new probably is: for whom a place was bought. */
  known?: { name: string; email: string } | undefined;
};

/** How much credit pays, and what is left; unknown where the price may be paid in parts. */
export type UsableCredit = { has: Money; amount: Money; left: Money | undefined };

/** What the school asks, between who somebody is and how they pay. */
type EnrolHereProps = JoinProps & {
  questions: AskedView[];
  megabytesMax: number;
  /** Where seats are kept for groups: the code that a link brought, or nothing; undefined where none are. */
  code?: string | undefined;
  /** Without one there is no seat. */
  isCodeNeeded?: boolean;
  /** What they have with the school, where it can pay something, and what is left to pay then, where that is certain. */
  credit?: UsableCredit | undefined;
};

const valuesOf = ({ cohortId, values = {} }: Pick<JoinProps, "cohortId" | "values">) => ({ cohortId, ...values });

/** Somebody new: who they are, how they pay, and one button. */
export function SignUpAndEnrol(props: JoinProps) {
  const { payOptions, plan, submitLabel, action, coupon, billing, passwordLengthMin = 12, ...where } = props;
  const t = getTranslator();
  return (
    <StateForm action={action} values={valuesOf(where)} className="grid gap-5">
      {coupon && <DefaultSubmit />}
      <FormInput
        id="new-name"
        name="name"
        defaultValue={where.known?.name ?? ""}
        label={t("checkout.your_name_label")}
        autoComplete="name"
        required
        maxLength={400}
      />
      <FormInput
        id="new-email"
        name="email"
        defaultValue={where.known?.email ?? ""}
        type="email"
        label={t("checkout.email_label")}
        autoComplete="email"
        required
        maxLength={254}
        hint={where.next ? undefined : t("checkout.your_receipt_and_the_calendar_come_here_hint")}
      />
      <FormInput
        id="new-password"
        name="password"
        type="password"
        label={t("checkout.choose_a_password_label")}
        autoComplete="new-password"
        required
        minLength={passwordLengthMin}
        maxLength={200}
        hint={t("checkout.at_least_characters_hint", { passwordLengthMin })}
      />
      <AccountHelp next={where.next ?? `/enrol/${where.cohortId}`} />
      {billing && <BillingBlock {...billing} id="new-billing" />}
      <Coupon coupon={coupon} id="new-coupon" />
      {plan && <PayPlanChoice {...plan} />}
      <PayChoice options={payOptions} isInParts={plan !== undefined} />
      <SubmitButton full pendingLabel={t("checkout.one_moment_pending")}>
        {submitLabel}
      </SubmitButton>
    </StateForm>
  );
}

/** Somebody who has been here before. */
export function SignInAndEnrol({ payOptions, plan, submitLabel, action, coupon, billing, ...where }: JoinProps) {
  const t = getTranslator();
  return (
    <StateForm action={action} values={valuesOf(where)} className="grid gap-5">
      {coupon && <DefaultSubmit />}
      <FormInput
        id="known-email"
        name="email"
        defaultValue={where.known?.email ?? ""}
        type="email"
        label={t("checkout.email_label")}
        autoComplete="email"
        required
        maxLength={254}
      />
      <FormInput
        id="known-password"
        name="password"
        type="password"
        label={t("checkout.password_label")}
        autoComplete="current-password"
        required
        maxLength={200}
      />
      <AccountHelp next={where.next ?? `/enrol/${where.cohortId}`} />
      {billing && <BillingBlock {...billing} id="known-billing" />}
      <Coupon coupon={coupon} id="known-coupon" />
      {plan && <PayPlanChoice {...plan} />}
      <PayChoice options={payOptions} isInParts={plan !== undefined} />
      <SubmitButton full pendingLabel={t("checkout.one_moment_pending")}>
        {submitLabel}
      </SubmitButton>
    </StateForm>
  );
}

/** Somebody who is signed in: one button. */
export function EnrolHere({ questions, megabytesMax, code, isCodeNeeded = false, credit, ...join }: EnrolHereProps) {
  const { payOptions, plan, submitLabel, action, coupon, billing, ...where } = join;
  const t = getTranslator();
  return (
    <StateForm action={action} values={valuesOf(where)} className="grid gap-5">
      {(coupon ?? credit) && <DefaultSubmit />}
      {questions.length > 0 && <h2 className="text-lg">{t("questions.school_asks_heading")}</h2>}
      <QuestionInputs questions={questions} megabytesMax={megabytesMax} />
      {code !== undefined && (
        <FormInput
          name="code"
          label={t("seat_blocks.student_code_label")}
          hint={t("seat_blocks.student_code_hint")}
          defaultValue={code}
          maxLength={60}
          autoComplete="off"
          required={isCodeNeeded}
          optional={!isCodeNeeded}
        />
      )}
      {billing && <BillingBlock {...billing} id="own-billing" />}
      <Coupon coupon={coupon} id="own-coupon" />
      {plan && <PayPlanChoice {...plan} />}
      {credit && <UseCredit credit={credit} hasTerms={payOptions[0]?.terms !== undefined} />}
      <PayChoice options={payOptions} isInParts={plan !== undefined} areTermsAbove={credit !== undefined} />
      <SubmitButton full variant={credit ? "quiet" : "primary"} pendingLabel={t("checkout.one_moment_pending")}>
        {credit ? t("credit.without_button", { label: submitLabel }) : submitLabel}
      </SubmitButton>
    </StateForm>
  );
}

/** The other button: the same, with what they have with the school. It stands first, and says what is left to pay. */
function UseCredit({ credit: { has, amount, left }, hasTerms }: { credit: UsableCredit; hasTerms: boolean }) {
  const t = getTranslator();
  const said = { amount: formatAmount(amount) };
  return (
    <div className="grid gap-2 border-b border-rule pb-5">
      <p className="text-small text-ink-soft">{t("credit.enrol_words", { amount: formatAmount(has) })}</p>
      {hasTerms && <TermsWords />}
      <SubmitButton name="credit" value="use" full pendingLabel={t("checkout.one_moment_pending")}>
        {left === undefined
          ? t("credit.use_button", said)
          : left.minor === 0
            ? t("credit.use_all_button", said)
            : t("credit.use_and_pay_button", { ...said, left: formatAmount(left) })}
      </SubmitButton>
    </div>
  );
}

function Coupon({ coupon, id }: { coupon: JoinProps["coupon"]; id: string }) {
  const t = getTranslator();
  return coupon && <CouponField {...coupon} id={id} button={t("coupons.apply_button")} step="coupon" />;
}
