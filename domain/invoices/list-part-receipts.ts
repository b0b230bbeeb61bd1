import { and, eq, inArray, sql } from "drizzle-orm";
import { creditEntries, disputes, orderInstalments, payments, refunds } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";
import { withdrawn } from "../ledger/withdrawn-disputes.ts";
import { isAllowed } from "../policy.ts";

/** A part of an order, or a fee, whose payment has a receipt of its own. */
export type PartReceipt = {
  instalmentId: string;
  number: number;
  level: number;
  /** None of what credit has paid. */
  provider: ProviderName | null;
  isCredit: boolean;
  /** All of its payment, in minor units; none of what credit has paid. */
  receivedMinor: number | null;
  /** What of its payment went back, or is on its way, in minor units. */
  returnedMinor: number;
};

/** Those of an order; none for who may not see them. What was given back whole has none. */
export async function listPartReceipts(ctx: ReadCtx, order: { id: string; buyerId: string }): Promise<PartReceipt[]> {
  if (!isAllowed(ctx.actor, "invoice.read", { ownerId: order.buyerId })) return [];
  const { read } = ctx;
  const { id: instalmentId, number, level } = orderInstalments;
  const rows = await read
    .select({
      ...{ instalmentId, number, level, provider: payments.provider, paymentMinor: payments.amountMinor },
      returnedMinor: selectReturned(ctx),
      spentMinor: selectCredit(ctx, ["spent"]),
      restoredMinor: selectCredit(ctx, ["returned"]),
    })
    .from(orderInstalments)
    .leftJoin(payments, eq(payments.id, orderInstalments.paymentId))
    .where(and(eq(orderInstalments.orderId, order.id), eq(orderInstalments.state, "paid")));
  return rows
    .map(({ paymentMinor, spentMinor, restoredMinor, ...row }) => ({
      ...row,
      isCredit: row.provider === null && spentMinor !== 0,
      receivedMinor: paymentMinor,
      returnedMinor: row.provider === null ? restoredMinor : row.returnedMinor,
      wholeMinor: paymentMinor ?? 0 - spentMinor,
    }))
    .filter(({ returnedMinor, wholeMinor }) => returnedMinor === 0 || returnedMinor < wholeMinor)
    .map(({ wholeMinor: _, ...receipt }) => receipt);
}

/** SQL, in a query of payments: as `getCommittedMinor` has it of one. */
function selectReturned({ read }: ReadCtx) {
  const back = read
    .select({ minor: sql`coalesce(sum(${refunds.amountMinor}), 0)` })
    .from(refunds)
    .where(and(eq(refunds.paymentId, payments.id), inArray(refunds.state, [...LIVE_REFUNDS])));
  const taken = read
    .select({ minor: sql`coalesce(sum(${disputes.amountMinor}), 0)` })
    .from(disputes)
    .where(and(eq(disputes.paymentId, payments.id), withdrawn));
  const given = read
    .select({ minor: sql`coalesce(sum(${creditEntries.amountMinor}), 0)` })
    .from(creditEntries)
    .where(eq(creditEntries.paymentId, payments.id));
  return sql<number>`((${back}) + (${taken}) + (${given}))`.mapWith(Number);
}

/** SQL, in a query of instalments: what credit has paid of the order, below nothing, or what went back to it. */
function selectCredit({ read }: ReadCtx, kinds: ("spent" | "returned")[]) {
  const moved = read
    .select({ minor: sql`coalesce(sum(${creditEntries.amountMinor}), 0)` })
    .from(creditEntries)
    .where(and(eq(creditEntries.orderId, orderInstalments.orderId), inArray(creditEntries.kind, kinds)));
  return sql<number>`(${moved})`.mapWith(Number);
}
