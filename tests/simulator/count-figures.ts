import { and, count, eq, isNotNull, type SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import {
  accountingEntries,
  accountingPeriods,
  disputes,
  journals,
  orderInstalments,
  orders,
  payments,
  payoutRuns,
  refunds,
  savedCards,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** What has come of a history, by what the school has stored. */
export async function countFigures(read: Reader) {
  const of = async (table: SQLiteTable, where?: SQL) =>
    (await read.select({ n: count() }).from(table).where(where))[0]?.n ?? 0;
  const fee = eq(orderInstalments.kind, "fee");
  return {
    ...{ orders: await of(orders), paid: await of(orders, eq(orders.state, "paid")), payments: await of(payments) },
    ...{ settled: await of(payments, eq(payments.state, "settled")), refunds: await of(refunds) },
    ...{ disputes: await of(disputes), journals: await of(journals) },
    cards: await of(savedCards),
    charged: await of(payments, and(isNotNull(payments.savedCardId), eq(payments.state, "settled"))),
    declined: await of(payments, and(isNotNull(payments.savedCardId), eq(payments.state, "failed"))),
    ...{ fees: await of(orderInstalments, fee), files: await of(payoutRuns, eq(payoutRuns.state, "sent")) },
    waived: await of(orderInstalments, and(fee, eq(orderInstalments.state, "cancelled"))),
    closed: await of(accountingPeriods, isNotNull(accountingPeriods.closedAt)),
    late: await of(accountingEntries, eq(accountingEntries.isLate, true)),
  };
}
