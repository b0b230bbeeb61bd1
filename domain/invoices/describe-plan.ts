import type { Instalment } from "../instalments/load-instalments.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import type { InvoicePart } from "./invoice-content.ts";

/** How a price is paid in parts, as a paper says it. */
export type PlanOnPaper = {
  parts: InvoicePart[];
  /** What has come of the price: without what reminders have cost. */
  paidMinor: number;
  /** The day of the next part that is open, or today where that is over; empty where all are paid. */
  dueOn: string;
};

type Asked = {
  today: string;
  timezone: string;
  /** What has come of the next part, before the rest of it; in minor units. */
  heldMinor: number;
  /** Until when the first part may be paid, where the order waits for it: its own day is that of the order. */
  firstDueOn?: string | undefined;
};

/** The parts of an order's price for a paper of it; undefined where it is paid at once. Fees are no part of the price. */
export function describePlan(all: readonly Instalment[], asked: Asked): PlanOnPaper | undefined {
  const { today, timezone, heldMinor, firstDueOn } = asked;
  const own = all.filter(({ kind, state }) => kind === "part" && state !== "cancelled");
  if (own.length === 0) return undefined;
  const next = own.find(({ state }) => state === "due");
  const nextMinor = all
    .filter(({ state, number }) => state === "due" && number === next?.number)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  // As much as a whole part was paid twice: that is for a person, and pays nothing.
  const begunMinor = heldMinor > 0 && heldMinor < nextMinor ? heldMinor : 0;
  const parts = own.map((each): InvoicePart => {
    const { number, dueOn, amountMinor, state, paidAt } = each;
    const paidMinor = state === "paid" ? amountMinor : each === next ? Math.min(begunMinor, amountMinor) : 0;
    return {
      ...{ number, amountMinor, paidMinor, paidOn: paidAt ? formatLocalDay(paidAt, timezone) : "" },
      dueOn: each === next && firstDueOn ? firstDueOn : dueOn,
    };
  });
  const openOn = parts.find(isOpenPart)?.dueOn ?? "";
  return {
    parts,
    paidMinor: parts.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
    dueOn: openOn !== "" && openOn < today ? today : openOn,
  };
}

export const isOpenPart = ({ paidMinor, amountMinor }: InvoicePart): boolean => paidMinor < amountMinor;

/** All came by one payment: whoever has chosen the plan and paid everything at once needs no list of parts. */
export function isPaidAtOnce(all: readonly Pick<Instalment, "state" | "paidAt">[]): boolean {
  const asked = all.filter(({ state }) => state !== "cancelled");
  return asked.every(({ state, paidAt }) => state === "paid" && paidAt?.getTime() === asked[0]?.paidAt?.getTime());
}

/** Until when the first part is asked for: as long as the order is, and no longer than to the day before the second. */
export function getFirstDueDay(all: readonly Instalment[], { today, dueOn }: { today: string; dueOn: string }): string {
  const second = all.find(({ kind, number }) => kind === "part" && number === 2)?.dueOn ?? "";
  return second > today && dueOn >= second ? addDays(second, -1) : dueOn;
}
