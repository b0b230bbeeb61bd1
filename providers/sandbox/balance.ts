import { and, asc, eq, gte } from "drizzle-orm";
import { sandboxCheckouts, sandboxRefunds } from "#db/schema/index.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import type { BalanceTransaction } from "#domain/payments/provider.ts";
import type { Gateway } from "./gateway.ts";

/** What the gateway keeps of each charge: 1.5 %, rounded up. Of what is given back it returns nothing. */
const FEE_PERMILLE = 15;
/** After how many days a day's balance is paid out. */
const PAYOUT_DAYS = 2;

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
const addDays = (day: string, days: number) => dayOf(addMs(new Date(day), days * DAY_MS));

/**
 * What moved the balance since the day of a moment, oldest first: charges, refunds, and for each day and currency the payout two days later. It
 * is computed from the gateway's books, so it is the same however often it is asked for.
 */
export async function listSandboxBalance(gateway: Gateway, since: Date): Promise<BalanceTransaction[]> {
  // Of a payout each day is whole, or its sum would depend on when it is asked for.
  const from = addMs(new Date(dayOf(since)), -PAYOUT_DAYS * DAY_MS);
  const { read } = gateway.database;
  const paid = await read
    .select()
    .from(sandboxCheckouts)
    .where(and(eq(sandboxCheckouts.state, "paid"), gte(sandboxCheckouts.paidAt, from)))
    .orderBy(asc(sandboxCheckouts.paidAt), asc(sandboxCheckouts.id));
  const refunded = await read
    .select({ refund: sandboxRefunds, checkout: sandboxCheckouts })
    .from(sandboxRefunds)
    .innerJoin(sandboxCheckouts, eq(sandboxCheckouts.id, sandboxRefunds.checkoutId))
    .where(gte(sandboxRefunds.createdAt, from))
    .orderBy(asc(sandboxRefunds.createdAt), asc(sandboxRefunds.id));
  const moved = [
    ...paid.map((checkout) => toCharge(checkout)),
    ...refunded.map(({ refund, checkout }) => toRefund(refund, checkout)),
  ];
  return [...moved, ...toPayouts(moved, gateway.clock())]
    .filter(({ occurredAt }) => occurredAt >= since)
    .toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.reference < b.reference ? -1 : 1));
}

function toCharge(checkout: typeof sandboxCheckouts.$inferSelect): BalanceTransaction {
  const { id, amountMinor: minor, currency, paymentId, createdAt } = checkout;
  const occurredAt = checkout.paidAt ?? createdAt;
  const feeMinor = Math.ceil((minor * FEE_PERMILLE) / 1000);
  return {
    ...{ reference: `txn_${id}`, kind: "charge", gross: { minor, currency }, feeMinor, netMinor: minor - feeMinor },
    ...{ source: id, names: [], paymentId, ...payoutOf(occurredAt, currency), occurredAt },
  };
}

function toRefund(
  { id, amountMinor, createdAt: occurredAt }: typeof sandboxRefunds.$inferSelect,
  { id: checkoutId, currency, paymentId }: typeof sandboxCheckouts.$inferSelect,
): BalanceTransaction {
  const minor = 0 - amountMinor;
  return {
    ...{ reference: `txn_${id}`, kind: "refund", gross: { minor, currency }, feeMinor: 0, netMinor: minor },
    ...{ source: id, names: [checkoutId], paymentId, ...payoutOf(occurredAt, currency), occurredAt },
  };
}

function payoutOf(occurredAt: Date, currency: string) {
  const day = dayOf(occurredAt);
  return { availableOn: addDays(day, PAYOUT_DAYS), payoutReference: `po_${day}_${currency}` };
}

/** One for each day and currency whose time has come; what would be less than nothing waits at the gateway. */
function toPayouts(moved: readonly BalanceTransaction[], now: Date): BalanceTransaction[] {
  const sums = new Map<string, { day: string; currency: string; minor: number }>();
  for (const { payoutReference, availableOn, gross, netMinor } of moved) {
    const key = payoutReference ?? "";
    const sum = sums.get(key) ?? { day: availableOn ?? "", currency: gross.currency, minor: 0 };
    sums.set(key, { ...sum, minor: sum.minor + netMinor });
  }
  return [...sums].flatMap(([reference, { day, currency, minor }]): BalanceTransaction[] => {
    const occurredAt = new Date(day);
    if (minor <= 0 || occurredAt > now) return [];
    const gross = { minor: -minor, currency };
    return [
      {
        ...{ reference: `txn_${reference}`, kind: "payout", gross, feeMinor: 0, netMinor: -minor, source: reference },
        ...{ names: [], paymentId: null, availableOn: day, payoutReference: reference, occurredAt },
      },
    ];
  });
}
