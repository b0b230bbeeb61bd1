import { and, eq, exists, inArray, ne, type Placeholder, type SQL, sql } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { dropAttempt } from "#domain/payments/drop-attempt.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";
import { message } from "#messages/message.ts";
import { closePayment } from "./sync-payment.ts";

type Payment = typeof payments.$inferSelect;

const JOB = "begin-payment";

/** SQL: an attempt of an order that could be paid beside the one that was begun. */
const isOther = (begunId: string | Placeholder) =>
  and(ne(payments.id, begunId), ne(payments.provider, "bank"), inArray(payments.state, ["created", "pending"]));

/** SQL, in a query of orders: there is something for `closeOtherAttempts` to do. Hardly ever. */
export function hasOtherAttempts(read: Reader): SQL {
  const others = read
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.orderId, orders.id), isOther(sql.placeholder("paymentId"))));
  return exists(others);
}

/**
 * Before an order is paid another way: its other attempts are closed at their providers, or it could be paid twice. A transfer
 * cannot be closed and gives way when the new attempt stands (`recordCheckout`). Refuses when one of them has brought the money
 * (`order_not_payable`) or still may (`wrong_state`), and when its provider does not answer; the new attempt has then ended.
 */
export async function closeOtherAttempts(begun: Payment): Promise<void> {
  const { read } = runtime().database;
  const others = await read
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, begun.orderId), isOther(begun.id)));
  for (const other of others) {
    try {
      await closeOrDrop(other);
    } catch (error) {
      if (!isProviderTrouble(error)) throw error;
      log().warn({ err: error, paymentId: other.id }, "a payment attempt could not be closed before the next one");
      await drop(begun);
      throw new Refusal("provider_unavailable", { retryAfterSeconds: 10 });
    }
    const [now] = await read.select({ state: payments.state }).from(payments).where(eq(payments.id, other.id));
    if (now?.state === "settled") await refuse(begun, new Refusal("order_not_payable"));
    if (now?.state === "pending") await refuse(begun, new Refusal("wrong_state", { words: STILL_SETTLING }));
  }
}

const drop = ({ id }: Payment) => write({ actor: createSystemActor(JOB) }, (ctx) => dropAttempt(ctx, id));

/** One that has not reached its provider may reach it at this very moment, from another tab. */
async function closeOrDrop(other: Payment): Promise<void> {
  if (other.state === "created" && (await drop(other))) return;
  const [now] = await runtime().database.read.select().from(payments).where(eq(payments.id, other.id));
  if (now && now.state === "pending") await closePayment(now, JOB);
}

const STILL_SETTLING = message("refusals.payment_being_settled");

/** The attempt that was begun has reached no provider, so it ends here. */
async function refuse(begun: Payment, refusal: Refusal): Promise<never> {
  await drop(begun);
  throw refusal;
}
