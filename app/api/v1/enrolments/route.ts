import type { z } from "zod";
import { type Afterwards, jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toEnrolmentView, listEnrolments } from "#domain/api/enrolments.ts";
import { toOrderView } from "#domain/api/orders.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { openCheckoutOf } from "#services/payments/begin-payment.ts";
import * as spec from "../_spec/enrolments.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listEnrolments, (ctx, { query }) => listEnrolments(ctx, query));

/** The provider is called between transactions; what it says is kept with the answer in the write that records it. */
const openItsCheckout: Afterwards<z.output<typeof spec.createEnrolment.answer>> = {
  isDue: ({ payment }) => payment?.state === "created" || payment?.state === "pending",
  run: async (as, answer, keep) => {
    if (!answer.payment) return answer;
    const whole = ({ id, state, checkoutUrl }: NonNullable<typeof answer.payment>) => ({
      ...answer,
      payment: { id, state, checkoutUrl },
    });
    return whole(await openCheckoutOf(as, answer.payment.id, (ctx, payment) => keep(ctx, whole(payment))));
  },
};

export const POST = jsonWrite(
  spec.createEnrolment,
  async (ctx, { body }) => {
    const { enrolment, order, payment } = await enrolStudent(ctx, {
      cohortId: body.cohortId,
      studentId: body.studentId ?? getActorId(ctx.actor),
      provider: "first",
    });
    return {
      enrolment: toEnrolmentView(enrolment, order.id),
      order: toOrderView(ctx, order),
      payment: payment && { id: payment.id, state: payment.state, checkoutUrl: payment.checkoutUrl },
    };
  },
  { afterwards: openItsCheckout },
);

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
