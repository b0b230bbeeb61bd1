"use server";

import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { redirect } from "next/navigation";
import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { type Command, action } from "#app/_forms/action.ts";
import { checkNewPassword } from "#app/_auth/check-new-password.ts";
import { submitSignIn, submitSignUp } from "#app/_auth/sign-in.ts";
import { PROVIDERS, type ProviderName } from "#db/enums.ts";
import { EmailInput, NewPasswordInput, PersonNameInput, TypedPasswordInput } from "#domain/accounts/inputs.ts";
import { applyForPlace } from "#domain/applications/apply-for-place.ts";
import { withdrawApplication } from "#domain/applications/withdraw-application.ts";
import { applyCredit } from "#domain/checkout/apply-credit.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import type { PayChoice } from "#domain/instalments/pick-instalments.ts";
import type { OrderBilling } from "#domain/invoices/inputs.ts";
import { BillingFields, checkBillingFields, readBilling } from "#app/_forms/billing-fields.ts";
import { SaveCardInput, PayChoiceInput, TermsInput } from "#app/_forms/pay-choice.ts";
import { readAnswers } from "#app/_forms/answers.ts";
import type { GivenAnswer } from "#domain/questions/inputs.ts";
import { listCohortQuestions } from "#domain/questions/list-questions.ts";
import { authorize } from "#domain/policy.ts";
import { getBlockSeats } from "#domain/seat-blocks/get-block-seats.ts";
import { getEnrolRules } from "#domain/rules/get-enrol-rules.ts";
import { isId } from "#domain/kernel/ids.ts";
import { pathFromForm } from "#messages/page-path.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { leaveWaitingList } from "#domain/waiting/leave-waiting-list.ts";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { quoteWords } from "#components/checkout/quote-words.ts";
import { applyCoupon, CouponInput, dropAppliedCoupon } from "./coupon.ts";

const CohortId = z.string().refine((text) => isId("cohort", text));
const Provider = z.enum(PROVIDERS).optional();

const Code = z.string().max(60).default("");

/** What the page said that it costs; a page that says nothing is not held to it. */
const ShownMinor = TypedCount(0, Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const Coupon = { coupon: CouponInput, couponLink: CouponInput, shownMinor: ShownMinor, ...BillingFields };

const NewPerson = z.object({
  cohortId: CohortId,
  provider: Provider,
  pay: PayChoiceInput,
  keepCard: SaveCardInput,
  terms: TermsInput,
  code: Code,
  ...Coupon,
  name: PersonNameInput,
  email: EmailInput,
  password: NewPasswordInput,
});
const KnownPerson = z.object({
  cohortId: CohortId,
  provider: Provider,
  pay: PayChoiceInput,
  keepCard: SaveCardInput,
  terms: TermsInput,
  code: Code,
  ...Coupon,
  email: EmailInput,
  password: TypedPasswordInput,
});
const SignedIn = z.object({
  cohortId: CohortId,
  provider: Provider,
  pay: PayChoiceInput,
  keepCard: SaveCardInput,
  terms: TermsInput,
  /** The button that pays with credit, as far as it goes. */
  credit: z.literal("use").optional(),
  /** Of a group for which seats are kept. */
  code: Code,
  ...Coupon,
});

/** The button beside the coupon's field: the price with it, and everything that was typed. */
const applyCouponAction = action(
  z.object({ cohortId: CohortId, coupon: CouponInput, couponLink: CouponInput, ...BillingFields }),
  async (command, { cohortId, coupon: codes, couponLink: link, ...typed }) => {
    const billing = readBilling(typed);
    return { message: quoteWords(await applyCoupon(command, { cohortId, link, codes, billing }), 1), keep: true };
  },
);

type FormAction = typeof applyCouponAction;

/** A form with that button in it, which asks for nothing else to be right yet. */
const withCoupon =
  (enrol: FormAction): FormAction =>
  async (state, form) => {
    const after = await (form.get("step") === "coupon" ? applyCouponAction : enrol)(state, form);
    if (after.fields.coupon) await dropAppliedCoupon(form);
    return after;
  };

/**
 * Somebody new: their account, their place and the first step of paying, in one submit. Where something is asked, that comes on a page
 * of its own: what they typed is kept by then, and a file is only ever taken from somebody who has signed in.
 */
export const joinAndEnrolAction = withCoupon(
  action(
    NewPerson,
    async (command, { cohortId, name, email, password, ...order }) => {
      await assertCoupon(command, cohortId, order.coupon);
      const billing = readBilling(order);
      await enrolOrAsk(await submitSignUp(command, { name, email, password }), cohortId, { ...order, billing });
    },
    [checkNewPassword, checkBillingFields],
  ),
);

/** Somebody who has an account and is not signed in here. */
export const signInAndEnrolAction = withCoupon(
  action(
    KnownPerson,
    async (command, { cohortId, email, password, ...order }) => {
      await assertCoupon(command, cohortId, order.coupon);
      const billing = readBilling(order);
      await enrolOrAsk(await submitSignIn(command, { email, password }), cohortId, { ...order, billing });
    },
    [checkBillingFields],
  ),
);

/** Before an account is made or a session begun: whoever typed a wrong code mends it with all that they typed. */
async function assertCoupon(command: Command, cohortId: string, codes: string): Promise<void> {
  if (codes.trim() !== "") await applyCoupon(command, { cohortId, link: "", codes });
}

/** Somebody who is signed in. */
export const enrolHereAction = withCoupon(
  action(
    SignedIn,
    async (command, { cohortId, provider, pay, keepCard, terms, credit, code, coupon, shownMinor, ...typed }) => {
      const { viewer } = command;
      if (!viewer) redirect(pathFromForm(`/enrol/${cohortId}`));
      const asked = await listCohortQuestions(command.read, cohortId);
      const answers = await readAnswers(command, asked, async (ctx) =>
        authorize(ctx, "enrolment.create", { ownerId: viewer.userId }),
      );
      await enrolAndGoOn(
        { ...command, userId: viewer.userId },
        { cohortId, answers, code, coupon, shownMinor, billing: readBilling(typed) },
        { provider, pay, keepCard, terms, isCreditUsed: credit === "use" },
      );
    },
    [checkBillingFields],
  ),
);

/** What an order is made with besides the place. */
type Priced = { coupon?: string | undefined; shownMinor?: number | undefined; billing?: OrderBilling | undefined };

/** With whom the student pays, and whether at once or in parts. */
type Paying = {
  provider?: ProviderName | undefined;
  pay?: PayChoice | undefined;
  keepCard?: boolean | undefined;
  terms?: string | undefined;
  /** Credit pays what it can; how the rest is paid, the order's page asks. */
  isCreditUsed?: boolean;
};

async function enrolOrAsk(
  me: Command & { userId: string },
  cohortId: string,
  { code = "", coupon, shownMinor, billing, ...paying }: Paying & Priced & { code?: string | undefined },
): Promise<never> {
  const asked = await listCohortQuestions(me.read, cohortId);
  // What the cohort asks of whom is said there too, with what helps.
  const isAskedMore = asked.length > 0 || (await getEnrolRules(me.read, cohortId)) !== undefined;
  if (isAskedMore || (await getBlockSeats(me.read, cohortId)).takesCode) {
    const kept = { ...(code ? { code } : {}), ...(coupon ? { coupon } : {}) };
    const words = new URLSearchParams({ ...kept, ...(paying.pay === "plan" ? { pay: "plan" } : {}) });
    redirect(pathFromForm(`/enrol/${cohortId}${words.size > 0 ? `?${words}` : ""}`));
  }
  return enrolAndGoOn(me, { cohortId, coupon, shownMinor, billing }, paying);
}

/** Enrols and goes on to wherever the next step is: into the course, to the provider's page, or to the order. */
async function enrolAndGoOn(
  me: Command & { userId: string },
  place: { cohortId: string; answers?: GivenAnswer[]; code?: string } & Priced,
  { provider, pay, keepCard: keepsCard, terms, isCreditUsed = false }: Paying,
): Promise<never> {
  const choice = { ...place, studentId: me.userId };
  const { order, courseSlug } = await guardGuesses(me, place.coupon, () =>
    me.write((ctx) => enrolStudent(ctx, choice), { beside: lockBuyer(choice) }),
  );
  if (order.state === "paid") redirect(`/learning/${courseSlug}?welcome=${order.code}`);
  // To whom it is billed makes it another price: nobody pays what they have not seen.
  const isPricedAnew = place.billing && place.shownMinor !== undefined && order.totalMinor !== place.shownMinor;
  // No attempt keeps how they chose to pay: its page is told.
  const checkout = `/checkout/${order.code}${pay === "plan" ? "?pay=plan" : ""}`;
  if (isPricedAnew) await redirectDone(checkout, "priced-for-buyer");
  if (isCreditUsed) return payWithCredit(me, { orderId: order.id, pay, terms }, checkout);
  if (!provider) redirect(checkout);
  const as = { actor: me.actor, requestId: me.requestId };
  const payment = await beginPayment(as, { orderId: order.id, provider, pay, keepsCard, terms }).catch(
    (error: unknown) => {
      // The order is there: its page says what was refused, and what helps.
      if (isRefusal(error) && error.code === "payment_refused") return null;
      throw error;
    },
  );
  redirect(payment ? (payment.checkoutUrl ?? `/checkout/${order.code}`) : checkout);
}

/** The page of the order asks for the rest, or leads on once all is paid. */
async function payWithCredit(
  { write }: Command,
  paid: { orderId: string; pay?: PayChoice | undefined; terms?: string | undefined },
  checkout: string,
): Promise<never> {
  await write((ctx) => applyCredit(ctx, paid), { beside: lockBuyer(paid) }).catch((error: unknown) => {
    // It was used elsewhere meanwhile, or pays no whole part: the order is there, and is paid in another way.
    if (!isRefusal(error) || error.code !== "wrong_state") throw error;
    redirect(checkout);
  });
  return redirectDone(checkout, "credit-used");
}

/** Applies for a place about which the office decides. */
export const applyAction = action(z.object({ cohortId: CohortId }), async (command, { cohortId }) => {
  const { viewer } = command;
  const here = `/enrol/${cohortId}`;
  if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  const asked = await listCohortQuestions(command.read, cohortId);
  const answers = await readAnswers(command, asked, async (ctx) =>
    authorize(ctx, "application.create", { ownerId: viewer.userId }),
  );
  await command.write((ctx) => applyForPlace(ctx, { cohortId, studentId: viewer.userId, answers }));
  await redirectDone(here, "application-sent");
});

/** Takes an application back. */
export const withdrawApplicationAction = action(
  z.object({ applicationId: z.string().refine((text) => isId("application", text)), cohortId: CohortId }),
  async ({ write: writeAs }, { applicationId, cohortId }) => {
    await writeAs((ctx) => withdrawApplication(ctx, { applicationId }));
    await redirectDone(`/enrol/${cohortId}`, "application-withdrawn");
  },
);

/** Waits for a seat in a full cohort. */
export const waitAction = action(z.object({ cohortId: CohortId }), async ({ viewer, write: writeAs }, { cohortId }) => {
  const here = `/enrol/${cohortId}`;
  if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  await writeAs((ctx) => joinWaitingList(ctx, { cohortId, studentId: viewer.userId }));
  await redirectDone(here, "waiting-joined");
});

/** Steps back from the waiting list, or declines the seat that was offered. */
export const stopWaitingAction = action(
  z.object({ waitingId: z.string().refine((text) => isId("waiting", text)), cohortId: CohortId }),
  async ({ write: writeAs }, { waitingId, cohortId }) => {
    await writeAs((ctx) => leaveWaitingList(ctx, waitingId));
    await redirectDone(`/enrol/${cohortId}`, "waiting-left");
  },
);
