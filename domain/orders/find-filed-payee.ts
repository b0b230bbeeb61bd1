import { and, asc, eq, inArray } from "drizzle-orm";
import { payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/**
 * To whom goes all that is still to be sent by transfer to the buyer of an order, where all of it stands in files for the bank: to the account
 * that they had given before, and to no other any more. Undefined as long as anything waits outside of a file, or nothing does.
 */
export async function findFiledPayee(
  from: Reader | Tx,
  orderId: string,
): Promise<{ holder: string; iban: string } | undefined> {
  const waiting = await from
    .select({ runId: refunds.payoutRunId, holder: refunds.payeeHolder, iban: refunds.payeeIban })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        eq(payments.orderId, orderId),
        eq(payments.provider, "bank"),
        inArray(refunds.state, ["requested", "submitted"]),
      ),
    )
    .orderBy(asc(refunds.createdAt), asc(refunds.id));
  const [first] = waiting;
  if (!first || waiting.some(({ runId }) => runId === null)) return undefined;
  return { holder: first.holder ?? "", iban: first.iban ?? "" };
}
