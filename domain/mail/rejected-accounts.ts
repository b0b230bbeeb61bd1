import { and, desc, eq, inArray, isNotNull, notExists } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { formatFailure } from "../kernel/describe-failure.ts";

/** Those ways of coming back that say that the account itself takes no money. */
const OF_ACCOUNT = [formatFailure("transfer_account_wrong"), formatFailure("transfer_account_closed")];

/**
 * The accounts to which no refund goes to a person without their word, compact, the latest first: a transfer to each came back as wrong or closed, of
 * whichever of their orders, and they have not given it anew. A return makes every order of theirs forget its account, so one that has it
 * was given it afterwards.
 */
export async function listRejectedAccounts(from: Reader | Tx, buyerId: string): Promise<string[]> {
  const others = alias(orders, "others_of_buyer");
  const givenAnew = from
    .select({ id: others.id })
    .from(others)
    .where(and(eq(others.buyerId, buyerId), eq(others.refundIban, refunds.payeeIban)));
  const rows = await from
    .select({ iban: refunds.payeeIban })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        ...[eq(orders.buyerId, buyerId), eq(refunds.state, "failed"), inArray(refunds.failure, OF_ACCOUNT)],
        ...[isNotNull(refunds.payeeIban), notExists(givenAnew)],
      ),
    )
    .orderBy(desc(refunds.doneAt), desc(refunds.id));
  return [...new Set(rows.flatMap(({ iban }) => iban ?? []))];
}

/** Whether any transfer of an order to an account came back, for whatever reason. */
export async function hasComeBack(from: Reader | Tx, orderId: string, iban: string): Promise<boolean> {
  const returned = [...OF_ACCOUNT, formatFailure("transfer_returned")];
  const [back] = await from
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        ...[eq(payments.orderId, orderId), eq(refunds.state, "failed"), inArray(refunds.failure, returned)],
        eq(refunds.payeeIban, iban),
      ),
    )
    .limit(1);
  return back !== undefined;
}
