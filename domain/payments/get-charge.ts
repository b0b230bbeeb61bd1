import { eq } from "drizzle-orm";
import { cohorts, courses, orderInstalments, orderLines, orders, payments, savedCards } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { CardChargeRequest } from "./provider.ts";

/** What a provider is asked for, and whether it is still to be: the part is due, its order has a place, and the card was not taken back. */
export type Charge = { request: CardChargeRequest; isWanted: boolean };

/** A charge of a kept card, as it was claimed. Undefined for a payment that is none. */
export async function getCharge(read: Reader, paymentId: string): Promise<Charge | undefined> {
  const [found] = await read
    .select({
      payment: payments,
      code: orders.code,
      orderState: orders.state,
      title: courses.title,
      card: savedCards,
    })
    .from(payments)
    .innerJoin(savedCards, eq(savedCards.id, payments.savedCardId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(payments.id, paymentId))
    .limit(1);
  if (!found) return undefined;
  const { payment, code, orderState, title, card } = found;
  const parts = await read
    .select({ number: orderInstalments.number, state: orderInstalments.state })
    .from(orderInstalments)
    .where(eq(orderInstalments.orderId, payment.orderId));
  const isDue = parts.some(({ number, state }) => number === payment.firstInstalment && state === "due");
  return {
    request: {
      paymentId,
      idempotencyKey: payment.idempotencyKey,
      orderCode: code,
      amount: { minor: payment.amountMinor, currency: payment.currency },
      description: title,
      card: { customerReference: card.customerReference, methodReference: card.methodReference },
    },
    isWanted: isDue && orderState === "paid" && card.removedAt === null && payment.state === "pending",
  };
}
