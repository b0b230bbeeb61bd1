import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { z } from "zod";
import { type AfterCommit, defineWrite } from "#app/_http/json.ts";
import { toEnrolmentView } from "#domain/api/enrolments.ts";
import { toOrderView } from "#domain/api/orders.ts";
import { storeAnswerFiles } from "#app/_http/json-files.ts";
import { CouponText } from "#domain/api/coupons.ts";
import { FILES_BYTES_MAX, Id } from "#domain/api/parts.ts";
import { GivenAnswers, loadCohortQuestions, toGivenAnswers } from "#domain/api/questions.ts";
import { authorize } from "#domain/policy.ts";
import { Enrolment } from "#domain/api/shapes.ts";
import { Order, Payment } from "#domain/api/order-shapes.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { OrderBillingInput } from "#domain/invoices/inputs.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { RULE_REFUSALS } from "#domain/rules/inputs.ts";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";
import { openCheckoutOf } from "#services/payments/begin-payment.ts";

const answer = z.strictObject({
  enrolment: Enrolment,
  order: Order,
  payment: z.strictObject({ id: Id("pay"), state: Payment.shape.state, checkoutUrl: z.string().nullable() }).nullable(),
});

/** The provider is called between transactions; what it says is kept with the answer in the write that records it. */
const openItsCheckout: AfterCommit<z.output<typeof answer>> = {
  isDue: ({ payment }) => payment?.state === "created" || payment?.state === "pending",
  run: async (as, begun, keep) => {
    if (!begun.payment) return begun;
    const whole = ({ id, state, checkoutUrl }: NonNullable<typeof begun.payment>) => ({
      ...begun,
      payment: { id, state, checkoutUrl },
    });
    return whole(await openCheckoutOf(as, begun.payment.id, (ctx, payment) => keep(ctx, whole(payment))));
  },
};

export default defineWrite({
  id: "createEnrolment",
  method: "POST",
  path: "/enrolments",
  subject: "Enrolments",
  summary: "Enrol",
  detail:
    "Takes a place in a cohort: a free one is active at once; for a paid one the seat is held, and a payment is begun with the first way to pay that the school offers. `payment.checkoutUrl` is where the student pays. Without `studentId` the token's own person enrols. Enrolling again before it is paid gives the same order back. Where the cohort asks something, `answers` come along.",
  needs: "enrolment.create",
  body: z.strictObject({
    cohortId: Id("coh"),
    studentId: Id("usr").optional(),
    answers: GivenAnswers.optional(),
    code: z.string().max(60).optional().meta({ description: "Of a group for which seats are kept." }),
    coupon: CouponText.optional(),
    billing: OrderBillingInput.strict().optional().meta({
      description: "To whom it is billed. Left out: as the buyer's order before, or to their name.",
    }),
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer,
  refusals: [
    "cohort_full",
    "enrolment_not_open",
    "enrolment_closed",
    "already_enrolled",
    "provider_unavailable",
    "payment_refused",
    "too_many_holds",
    "answers_refused",
    ...RULE_REFUSALS,
    "approval_needed",
    "block_code_refused",
    "coupon_refused",
    "invalid_input",
    "rate_limited",
    "file_too_large",
    "file_type_refused",
  ],
  beside: ({ actor }, { body }) => lockBuyer({ studentId: body.studentId ?? getActorId(actor) }),
  guard: (as, { body }, run) => guardGuesses(as, body.coupon, run),
  prepare: storeAnswerFiles(async (ctx, { body: { studentId } }) =>
    authorize(ctx, "enrolment.create", { ownerId: studentId ?? getActorId(ctx.actor) }),
  ),
  handle: async (ctx, { body }, files) => {
    const answers = body.answers && toGivenAnswers(body.answers, files, await loadCohortQuestions(ctx, body.cohortId));
    const { enrolment, order, payment } = await enrolStudent(ctx, {
      cohortId: body.cohortId,
      studentId: body.studentId ?? getActorId(ctx.actor),
      provider: "first",
      answers,
      code: body.code,
      coupon: body.coupon,
      billing: body.billing,
    });
    return {
      enrolment: toEnrolmentView(enrolment, order.id),
      order: toOrderView(ctx, order),
      payment: payment && { id: payment.id, state: payment.state, checkoutUrl: payment.checkoutUrl },
    };
  },
  afterCommit: openItsCheckout,
});
