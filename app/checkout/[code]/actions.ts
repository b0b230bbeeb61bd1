"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { SaveCardInput, PayChoiceInput, TermsInput } from "#app/_forms/pay-choice.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { PROVIDERS } from "#db/enums.ts";
import { isId } from "#domain/kernel/ids.ts";
import { pathFromForm } from "#messages/page-path.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { CouponInput } from "#app/enrol/[cohortId]/coupon.ts";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";
import { applyCoupon } from "#domain/checkout/apply-coupon.ts";
import { applyCredit } from "#domain/checkout/apply-credit.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";

const OrderId = z.string().refine((text) => isId("order", text));

/** Goes to pay: to the provider's page, or back here with the instructions of a transfer. */
export const payAction = action(
  z.object({
    orderId: OrderId,
    code: z.string().max(20),
    provider: z.enum(PROVIDERS),
    pay: PayChoiceInput,
    keepCard: SaveCardInput,
    terms: TermsInput,
  }),
  async ({ actor, requestId }, { orderId, code, provider, pay, terms, keepCard: keepsCard }) => {
    const here = pathFromForm(`/checkout/${encodeURIComponent(code)}`);
    const payment = await beginPayment({ actor, requestId }, { orderId, provider, pay, terms, keepsCard }).catch(
      (error: unknown) => {
        // The page says why it can no longer be paid, or leads into the course when it was paid meanwhile.
        if (isRefusal(error) && ["order_not_payable", "order_expired", "payment_refused"].includes(error.code))
          return null;
        throw error;
      },
    );
    if (!payment) redirect(here);
    redirect(payment.checkoutUrl ?? here);
  },
);

/** Calls the order off; the seat is free again. */
export const cancelOrderAction = action(
  z.object({ orderId: OrderId, code: z.string().max(20) }),
  async ({ write }, { orderId, code }) => {
    await write((ctx) => cancelOrder(ctx, { orderId, why: "called off by the student" }));
    await redirectDone(`/checkout/${encodeURIComponent(code)}`, "order-called-off");
  },
);

/** Pays with credit, as far as it goes; the page asks for the rest, or leads on once all is paid. */
export const useCreditAction = action(
  z.object({ orderId: OrderId, code: z.string().max(20), pay: PayChoiceInput, terms: TermsInput }),
  async ({ write, actor, requestId }, { orderId, code, pay, terms }) => {
    const { isPaid, endedTransfer } = await write((ctx) => applyCredit(ctx, { orderId, pay, terms }), {
      beside: lockBuyer({ orderId }),
    });
    // Who had chosen to pay by transfer is told by mail what to transfer now.
    if (endedTransfer && !isPaid) await beginPayment({ actor, requestId }, { orderId, provider: "bank" });
    await redirectDone(`/checkout/${encodeURIComponent(code)}`, "credit-used");
  },
);

/** Takes a coupon off an order that waits: its page shows what is left, or leads on where nothing is. */
export const applyCouponAction = action(
  z.object({ orderId: OrderId, code: z.string().max(20), coupon: CouponInput }),
  async (command, { orderId, code, coupon }) => {
    await guardGuesses(command, coupon, () =>
      command.write((ctx) => applyCoupon(ctx, { orderId, coupon }), { beside: lockBuyer({ orderId }) }),
    );
    await redirectDone(`/checkout/${encodeURIComponent(code)}`, "coupon-applied");
  },
);
