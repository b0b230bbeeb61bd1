import { z } from "zod";
import { operation } from "#app/_http/operation.ts";
import { createTextInput } from "#domain/kernel/clean-text.ts";
import { Id, pageOf, Paging, Reason } from "#domain/api/parts.ts";
import { Enrolment, Order, Payment } from "#domain/api/shapes.ts";

const subject = "Enrolments";

export const listEnrolments = operation({
  id: "listEnrolments",
  method: "GET",
  path: "/enrolments",
  subject,
  summary: "List enrolments",
  detail: "The office sees everybody's, an instructor those of the courses they teach, a student their own.",
  needs: "enrolment.read",
  query: z.strictObject({
    ...Paging,
    studentId: Id("usr").optional(),
    cohortId: Id("coh").optional(),
    courseId: Id("crs").optional(),
    state: Enrolment.shape.state.optional(),
  }),
  status: 200,
  answer: pageOf(Enrolment),
});

export const createEnrolment = operation({
  id: "createEnrolment",
  method: "POST",
  path: "/enrolments",
  subject,
  summary: "Enrol",
  detail:
    "Takes a place in a cohort: a free one is active at once; for a paid one the seat is held, and a payment is begun with the first way to pay that the school offers. `payment.checkoutUrl` is where the student pays. Without `studentId` the token's own person enrols. Enrolling again before it is paid gives the same order back.",
  needs: "enrolment.create",
  body: z.strictObject({ cohortId: Id("coh"), studentId: Id("usr").optional() }),
  status: 201,
  answer: z.strictObject({
    enrolment: Enrolment,
    order: Order,
    payment: z
      .strictObject({ id: Id("pay"), state: Payment.shape.state, checkoutUrl: z.string().nullable() })
      .nullable(),
  }),
  refusals: [
    "cohort_full",
    "enrolment_not_open",
    "enrolment_closed",
    "already_enrolled",
    "provider_unavailable",
    "payment_refused",
    "too_many_holds",
  ],
});

export const readEnrolment = operation({
  id: "readEnrolment",
  method: "GET",
  path: "/enrolments/{id}",
  subject,
  summary: "Read an enrolment",
  needs: "enrolment.read",
  status: 200,
  answer: Enrolment,
});

export const cancelEnrolment = operation({
  id: "cancelEnrolment",
  method: "POST",
  path: "/enrolments/{id}/cancel",
  subject,
  summary: "Cancel an enrolment",
  detail:
    "Refuses a place that waits for payment, or takes back an active one. The seat goes to whoever waits; what was paid becomes the student's money again. `refund` says whether it is asked back at once, for who may, or left for review.",
  needs: "enrolment.cancel",
  body: z.strictObject({ ...Reason.shape, refund: z.enum(["now", "review"]).default("review") }),
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
});

export const moveEnrolment = operation({
  id: "moveEnrolment",
  method: "POST",
  path: "/enrolments/{id}/move",
  subject,
  summary: "Move an enrolment to another cohort of its course",
  needs: "enrolment.move",
  body: z.strictObject({ ...Reason.shape, toCohortId: Id("coh") }),
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state", "cohort_full", "already_enrolled"],
});

export const revokeEnrolment = operation({
  id: "revokeEnrolment",
  method: "POST",
  path: "/enrolments/{id}/revoke",
  subject,
  summary: "Revoke an enrolment",
  detail: "Ends a place for cause: access closes, the seat is free, and what was paid stays paid.",
  needs: "enrolment.revoke",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
});

export const suspendEnrolment = operation({
  id: "suspendEnrolment",
  method: "POST",
  path: "/enrolments/{id}/suspend",
  subject,
  summary: "Suspend an enrolment",
  detail: "Closes the course to the student for a while; the seat stays theirs.",
  needs: "enrolment.suspend",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
});

export const resumeEnrolment = operation({
  id: "resumeEnrolment",
  method: "POST",
  path: "/enrolments/{id}/resume",
  subject,
  summary: "Resume a suspended enrolment",
  needs: "enrolment.suspend",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
});

export const completeEnrolment = operation({
  id: "completeEnrolment",
  method: "POST",
  path: "/enrolments/{id}/complete",
  subject,
  summary: "Say that the student has done the course",
  needs: "enrolment.complete",
  body: Reason,
  status: 200,
  answer: Enrolment,
  refusals: ["wrong_state"],
});

export const addEnrolment = operation({
  id: "addEnrolment",
  method: "POST",
  path: "/cohorts/{id}/enrolments",
  subject,
  summary: "Give somebody a place by hand",
  detail:
    "Without an order: a scholarship, a payment outside, a mistake put right. Windows and prices do not count; seats do.",
  needs: "enrolment.add",
  body: z.strictObject({ studentId: Id("usr"), why: createTextInput(1_000).default("") }),
  status: 201,
  answer: Enrolment,
  refusals: ["cohort_full", "already_enrolled"],
});

export const enrolmentOperations = [
  listEnrolments,
  createEnrolment,
  readEnrolment,
  cancelEnrolment,
  moveEnrolment,
  revokeEnrolment,
  suspendEnrolment,
  resumeEnrolment,
  completeEnrolment,
  addEnrolment,
];
