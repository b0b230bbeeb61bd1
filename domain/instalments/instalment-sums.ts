import { asc, eq, type SQL } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import type { InstalmentKind, InstalmentState } from "#db/enums.ts";
import { orderInstalments, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

type Row = { kind: InstalmentKind; state: InstalmentState; number: number; amountMinor: number; lateFrom: Date };

/**
 * What an order in instalments asks for, in minor units: what was paid of it, what is late, and what is due on a later day. `nextMinor`: the next of its parts
 * with the fees of its reminders; none where nothing is due. Of its price
 * `openMinor` is not paid yet; `feesMinor` was paid beside it for reminders.
 */
export type InstalmentSums = {
  takenMinor: number;
  lateMinor: number;
  laterMinor: number;
  nextMinor: number;
  openMinor: number;
  feesMinor: number;
};

/** SQL, in a query of orders: what each asks for in parts; an empty list where it is paid at once. */
export function selectInstalments(read: Reader | Tx): SQL<Row[]> {
  const { kind, state, amountMinor, lateFrom, orderId, number, level } = orderInstalments;
  return gatherRows(read, { kind, state, number, amountMinor, lateFrom }, (select) =>
    select.from(orderInstalments).where(eq(orderId, orders.id)).orderBy(asc(number), asc(level)),
  );
}

/** Undefined for an order that is paid at once. A part is late once its day is over. */
export function computeInstalmentSums(all: readonly Row[], now: Date): InstalmentSums | undefined {
  if (all.length === 0) return undefined;
  const sum = (counts: (each: Row) => boolean) =>
    all.filter(counts).reduce((total, { amountMinor }) => total + amountMinor, 0);
  const next = all.find(({ state }) => state === "due")?.number;
  return {
    takenMinor: sum(({ state }) => state === "paid"),
    lateMinor: sum(({ state, lateFrom }) => state === "due" && lateFrom <= now),
    laterMinor: sum(({ state, lateFrom }) => state === "due" && lateFrom > now),
    nextMinor: sum(({ state, number }) => state === "due" && number === next),
    openMinor: sum(({ kind, state }) => kind === "part" && state === "due"),
    feesMinor: sum(({ kind, state }) => kind === "fee" && state === "paid"),
  };
}
