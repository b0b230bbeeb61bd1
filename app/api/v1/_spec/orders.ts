import { z } from "zod";
import { operation } from "#app/_http/operation.ts";
import { createTextInput } from "#domain/kernel/clean-text.ts";
import { Amount, Id, Nothing, pageOf, Paging, Reason } from "#domain/api/parts.ts";
import { ORDER_NEEDS } from "#domain/orders/order-needs.ts";
import { Order, Payment, Refund, WholeOrder, WholePayment } from "#domain/api/shapes.ts";

const subject = "Orders";

export const listOrders = operation({
  id: "listOrders",
  method: "GET",
  path: "/orders",
  subject,
  summary: "List orders",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "order.read",
  query: z.strictObject({
    ...Paging,
    buyerId: Id("usr").optional(),
    state: Order.shape.state.optional(),
    need: z.enum(ORDER_NEEDS).optional().meta({
      description: "Only orders that need this from a person; for the office. `attention` says why in the order.",
    }),
    code: z.string().max(20).optional(),
  }),
  status: 200,
  answer: pageOf(Order),
});

export const readOrder = operation({
  id: "readOrder",
  method: "GET",
  path: "/orders/{id}",
  subject,
  summary: "Read an order with its lines and payments",
  needs: "order.read",
  status: 200,
  answer: WholeOrder,
});

export const cancelOrder = operation({
  id: "cancelOrder",
  method: "POST",
  path: "/orders/{id}/cancel",
  subject,
  summary: "Cancel an order that is not paid",
  detail: "Its seat is free again. A paid order ends with its enrolment instead.",
  needs: "order.cancel",
  body: Reason,
  status: 200,
  answer: Order,
  refusals: ["wrong_state"],
});

export const draftOrder = operation({
  id: "draftOrder",
  method: "POST",
  path: "/orders",
  subject,
  summary: "Prepare an order for a student",
  detail:
    "For who asked for a place by telephone or letter, at the cohort's price of today. It keeps no seat, and nobody is told before it is sent.",
  needs: "order.draft",
  body: z.strictObject({ cohortId: Id("coh"), studentId: Id("usr"), ...Reason.shape }),
  status: 201,
  answer: Order,
  refusals: ["already_enrolled", "wrong_state"],
});

export const sendOrder = operation({
  id: "sendOrder",
  method: "POST",
  path: "/orders/{id}/send",
  subject,
  summary: "Send an order that was prepared",
  detail: "A seat is held for it, and the student gets a letter with the way to pay.",
  needs: "order.draft",
  body: Nothing,
  status: 200,
  answer: Order,
  refusals: ["wrong_state", "cohort_full", "enrolment_closed", "already_enrolled"],
});

export const resolveOrder = operation({
  id: "resolveOrder",
  method: "POST",
  path: "/orders/{id}/resolve",
  subject,
  summary: "Mark what an order was flagged for as resolved",
  needs: "order.resolve",
  body: z.strictObject({ why: createTextInput(1_000).min(1) }),
  status: 200,
  answer: Order,
  refusals: ["wrong_state"],
});

export const startPayment = operation({
  id: "startPayment",
  method: "POST",
  path: "/orders/{id}/payments",
  subject,
  summary: "Begin to pay an order",
  detail:
    "Gives back the attempt with this provider that is under way, if there is one; one with another provider is closed, so that nothing is paid twice, and refused (`wrong_state`) while its money is settling. Without `provider` it is the first that the school offers. Only the buyer pays.",
  needs: "order.pay",
  body: z.strictObject({ provider: Payment.shape.provider.optional() }),
  status: 201,
  answer: Payment,
  refusals: [
    "order_expired",
    "order_not_payable",
    "provider_unavailable",
    "payment_refused",
    "too_many_holds",
    "wrong_state",
  ],
});

const attempts = "Payments";

export const listPayments = operation({
  id: "listPayments",
  method: "GET",
  path: "/payments",
  subject: attempts,
  summary: "List payments",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "payment.read",
  query: z.strictObject({ ...Paging, orderId: Id("ord").optional(), state: Payment.shape.state.optional() }),
  status: 200,
  answer: pageOf(Payment),
});

export const readPayment = operation({
  id: "readPayment",
  method: "GET",
  path: "/payments/{id}",
  subject: attempts,
  summary: "Read a payment with its refunds",
  needs: "payment.read",
  status: 200,
  answer: WholePayment,
});

export const confirmTransfer = operation({
  id: "confirmTransfer",
  method: "POST",
  path: "/payments/{id}/confirm",
  subject: attempts,
  summary: "Confirm that a bank transfer has arrived in full",
  needs: "payment.confirm",
  body: Nothing,
  status: 200,
  answer: Payment,
  refusals: ["wrong_state"],
});

export const requestRefund = operation({
  id: "requestRefund",
  method: "POST",
  path: "/payments/{id}/refunds",
  subject: attempts,
  summary: "Give money back",
  detail:
    "All refunds of a payment together are never more than was paid. When the provider does not answer, the refund stays `requested` and is sent again by itself. More than the school's bound (MATRICULA_REFUND_CONFIRM_ABOVE) is sent from its pages only, where the password can be asked for.",
  needs: "refund.request",
  body: z.strictObject({
    amount: z.strictObject({ ...Amount.shape, minor: z.int().min(1) }),
    reason: createTextInput(1_000).min(1),
  }),
  status: 201,
  answer: Refund,
  refusals: ["refund_too_large", "amount_mismatch", "wrong_state", "sign_in_not_recent"],
});

export const markRefundSent = operation({
  id: "markRefundSent",
  method: "POST",
  path: "/refunds/{id}/sent",
  subject: attempts,
  summary: "Mark the refund of a bank transfer as sent",
  detail:
    "For a refund that a person has transferred at the bank: it is booked, and the student is told. Refunds of other payments go back by themselves.",
  needs: "refund.request",
  body: z.strictObject({
    holder: z.string().trim().min(1).max(140).meta({ description: "Whose account it is." }),
    iban: z.string().trim().min(1).max(60).meta({ description: "Its IBAN, however it is spaced." }),
  }),
  status: 200,
  answer: Refund,
  refusals: ["wrong_state", "invalid_input"],
});

export const orderOperations = [
  listOrders,
  draftOrder,
  readOrder,
  sendOrder,
  resolveOrder,
  cancelOrder,
  startPayment,
  listPayments,
  readPayment,
  confirmTransfer,
  requestRefund,
  markRefundSent,
];
