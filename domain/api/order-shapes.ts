import { z } from "zod";
import {
  DISCOUNT_SOURCES,
  LINE_KINDS,
  ORDER_STATES,
  PAYMENT_STATES,
  PROVIDERS,
  REFUND_APPROVALS,
  REFUND_STATES,
  REVIEW_REASONS,
} from "#db/enums.ts";
import { Instalment } from "./instalment-shapes.ts";
import { Amount, Id, Moment } from "./parts.ts";
import { AgreedTermsView } from "./terms-shape.ts";

/** What the API says of orders and of the money in and out of them; strict, as in shapes.ts. */

export const Order = z
  .strictObject({
    id: Id("ord"),
    code: z.string().meta({ description: "What people read aloud." }),
    buyerId: Id("usr"),
    state: z.enum(ORDER_STATES),
    total: Amount,
    expiresAt: Moment.nullable().meta({ description: "Until when it may be paid; the seat is held as long." }),
    paidAt: Moment.nullable(),
    cancelledAt: Moment.nullable(),
    cancelReason: z.string().nullable(),
    reviewReason: z
      .enum(REVIEW_REASONS)
      .nullable()
      .meta({ description: "Why a person must look at it; said to the office alone." }),
    createdAt: Moment,
  })
  .meta({ id: "Order" });
export type OrderView = z.output<typeof Order>;

export const Payment = z
  .strictObject({
    id: Id("pay"),
    orderId: Id("ord"),
    provider: z.enum(PROVIDERS),
    state: z.enum(PAYMENT_STATES),
    amount: Amount,
    checkoutUrl: z.string().nullable().meta({ description: "Where the buyer pays; null for a bank transfer." }),
    failure: z.string().nullable(),
    firstInstalment: z.int().nullable().meta({
      description: "The first of the instalments that it is for; null where the order is paid at once.",
    }),
    lastInstalment: z.int().nullable().meta({ description: "The last of them." }),
    expiresAt: Moment.nullable(),
    settledAt: Moment.nullable(),
    createdAt: Moment,
  })
  .meta({ id: "Payment" });
export type PaymentView = z.output<typeof Payment>;

export const Refund = z
  .strictObject({
    id: Id("ref"),
    paymentId: Id("pay"),
    state: z.enum(REFUND_STATES),
    amount: Amount,
    reason: z.string(),
    failure: z.string().nullable(),
    approval: z
      .enum(REFUND_APPROVALS)
      .nullable()
      .meta({ description: "Whether a second person must allow it before it is sent; null where one is enough." }),
    createdAt: Moment,
    doneAt: Moment.nullable(),
  })
  .meta({ id: "Refund" });
export type RefundView = z.output<typeof Refund>;

const OrderLine = z
  .strictObject({
    id: Id("oln"),
    kind: z.enum(LINE_KINDS).meta({
      description:
        "A place in the cohort, access to its course for longer, or the difference in price of a move to it.",
    }),
    cohortId: Id("coh"),
    terms: z.array(AgreedTermsView).meta({
      description:
        "The terms of the day on which it was bought, and those of each cohort that its place was moved to since. Its student leaves it by the kindest of them and of the cohort's today.",
    }),
    quantity: z.int(),
    unit: Amount,
    discount: Amount,
    discounts: z
      .array(z.strictObject({ source: z.enum(DISCOUNT_SOURCES), label: z.string(), amount: Amount }))
      .meta({ description: "Why it costs less: price rules by name, coupons by code. They add up to `discount`." }),
    tax: Amount,
    total: Amount,
  })
  .meta({ id: "OrderLine" });

export const WholeOrder = z
  .strictObject({
    ...Order.shape,
    lines: z.array(OrderLine),
    instalments: z.array(Instalment),
    payments: z.array(Payment),
  })
  .meta({ id: "WholeOrder" });
export type WholeOrderView = z.output<typeof WholeOrder>;

export const WholePayment = z.strictObject({ ...Payment.shape, refunds: z.array(Refund) }).meta({ id: "WholePayment" });
export type WholePaymentView = z.output<typeof WholePayment>;
