import { eq, sql } from "drizzle-orm";
import { takeKey } from "#db/beside.ts";
import { perClient } from "#db/prepared.ts";
import { orders, payments } from "#db/schema/index.ts";
import type { Beside, Tx } from "#db/types.ts";

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  ofStudent: tx
    .select({ key: takeKey("buyer", p("studentId")) })
    .from(sql`(select 1) as one`)
    .prepare(),
  ofOrder: tx
    .select({ key: takeKey("buyer", orders.buyerId) })
    .from(orders)
    .where(eq(orders.id, p("orderId")))
    .prepare(),
  ofPayment: tx
    .select({ key: takeKey("buyer", orders.buyerId) })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, p("paymentId")))
    .prepare(),
}));

/** Whose orders, payments and enrolments a write is about. */
type Buyer = { studentId: string } | { orderId: string } | { paymentId: string | null };

/**
 * For a write about the orders of one person: whatever else happens to them waits for it, and it for that. Seats, which many want, are
 * claimed by conditional updates. A payment that nobody knows belongs to no order.
 */
export function lockBuyer(buyer: Buyer): Beside {
  return (tx) => {
    const { ofStudent, ofOrder, ofPayment } = queries(tx);
    if ("studentId" in buyer) return [ofStudent.execute(buyer)];
    if ("orderId" in buyer) return [ofOrder.execute(buyer)];
    return buyer.paymentId === null ? [] : [ofPayment.execute({ paymentId: buyer.paymentId })];
  };
}
