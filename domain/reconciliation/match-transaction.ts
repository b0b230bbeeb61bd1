import { and, eq, inArray, or } from "drizzle-orm";
import type { ProviderName } from "#db/enums.ts";
import { disputes, paymentAliases, payments, refunds } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { BalanceTransaction } from "../payments/provider.ts";

/** What of ours a movement of the balance is. `matchedType` none: it is ours by its names, and our books do not have it. */
export type Match = { matchedType: string | null; matchedId: string | null; paymentReference: string | null };

const named = (matchedType: string): Match => ({ matchedType, matchedId: null, paymentReference: null });

/** Finds what a movement belongs to: a paid payment, a refund, a dispute; another app's (`foreign`) where nothing in it is ours. */
export async function matchTransaction(tx: Tx, provider: ProviderName, found: BalanceTransaction): Promise<Match> {
  const { kind, source } = found;
  if (kind === "fee" || kind === "payout" || kind === "other") return named(kind);
  const payment = await findPayment(tx, provider, found);
  const paymentReference = payment?.id ?? found.paymentId;
  const unmatched =
    paymentReference === null ? named("foreign") : { ...named(""), matchedType: null, paymentReference };
  if (kind === "charge") {
    if (payment?.state !== "settled") return unmatched;
    return { matchedType: "payment", matchedId: payment.id, paymentReference };
  }
  const own = kind === "refund" ? await findRefund(tx, provider, source) : await findDispute(tx, provider, source);
  return own ? { matchedType: kind, matchedId: own.id, paymentReference: own.paymentId } : unmatched;
}

async function findPayment(tx: Tx, provider: ProviderName, { paymentId, source, names }: BalanceTransaction) {
  const called = [source, ...names].filter((name) => name !== null);
  const aliased = tx
    .select({ id: paymentAliases.paymentId })
    .from(paymentAliases)
    .where(inArray(paymentAliases.alias, called));
  const [payment] = await tx
    .select({ id: payments.id, state: payments.state })
    .from(payments)
    .where(
      and(
        eq(payments.provider, provider),
        or(eq(payments.id, paymentId ?? ""), inArray(payments.reference, called), inArray(payments.id, aliased)),
      ),
    )
    .limit(1);
  return payment;
}

async function findRefund(tx: Tx, provider: ProviderName, source: string | null) {
  const [refund] = await tx
    .select({ id: refunds.id, paymentId: refunds.paymentId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.provider, provider), eq(refunds.reference, source ?? "")))
    .limit(1);
  return refund;
}

async function findDispute(tx: Tx, provider: ProviderName, source: string | null) {
  const [dispute] = await tx
    .select({ id: disputes.id, paymentId: disputes.paymentId })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .where(and(eq(payments.provider, provider), eq(disputes.reference, source ?? "")))
    .limit(1);
  return dispute;
}
