import { and, asc, eq, inArray, isNull, notExists, or } from "drizzle-orm";
import { bankMatches, payments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** A transfer that a person has confirmed, and that no line of the bank has explained yet. */
export type ConfirmedTransfer = { paymentId: string; orderId: string; reference: string | null; amountMinor: number };

/** Those of some orders, the earliest first. Amounts are minor units of the order's currency. */
export async function listConfirmedTransfers(
  from: Reader | Tx,
  orderIds: readonly string[],
): Promise<ConfirmedTransfer[]> {
  const { id: paymentId, orderId, reference, amountMinor } = payments;
  // A payment that a line has brought went again when that was undone; one that a line was only found for is confirmed as before.
  const known = from
    .select({ id: bankMatches.id })
    .from(bankMatches)
    .where(
      and(
        ...[eq(bankMatches.paymentId, payments.id), eq(bankMatches.kind, "payment")],
        or(isNull(bankMatches.undoneAt), eq(bankMatches.hasMoved, true)),
      ),
    );
  return from
    .select({ paymentId, orderId, reference, amountMinor })
    .from(payments)
    .where(
      and(
        ...[inArray(orderId, [...orderIds]), eq(payments.provider, "bank"), eq(payments.state, "settled")],
        notExists(known),
      ),
    )
    .orderBy(asc(payments.settledAt), asc(payments.id));
}

/**
 * The confirmed transfer of an order that a line is, by its amount: its money is here already. None where the line's reference is that of
 * another of the order's transfers, which is then the one that has come.
 */
export async function findConfirmedTransfer(
  tx: Tx,
  { orderId, amountMinor, reference }: { orderId: string; amountMinor: number; reference: string },
): Promise<ConfirmedTransfer | undefined> {
  const fitting = (await listConfirmedTransfers(tx, [orderId])).filter((each) => each.amountMinor === amountMinor);
  if (fitting.length === 0 || reference === "") return fitting[0];
  const [named] = await tx
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.reference, reference)));
  return named ? fitting.find(({ paymentId }) => paymentId === named.id) : fitting[0];
}
