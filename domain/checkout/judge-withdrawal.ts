import { formatLocalDay, addDays, getStartOfDay } from "../kernel/local-time.ts";

/** How a declaration stands by the school's settings: in time, too late, for a course that is exempt, or for no order that is known. */
export type WithdrawalJudgement = { kind: "in_time" | "late"; until: Date } | { kind: "exempt" } | { kind: "unknown" };

type Declared = {
  receivedAt: Date;
  /** When the contract was made; null where code and address name no order. */
  orderedAt: Date | null;
  /** Whether any course of the order is given on dates. */
  isDated: boolean;
};

type Period = { withdrawalDays: number; withdrawalExemptsDated: boolean; timezone: string };

/** Until when an order may be withdrawn from: the day it was made does not count, and the last day counts whole, on the school's clock. */
export function getWithdrawalEnd(orderedAt: Date, { withdrawalDays, timezone }: Period): Date {
  const after = addDays(formatLocalDay(orderedAt, timezone), withdrawalDays + 1);
  return getStartOfDay(after, timezone) ?? orderedAt;
}

export function judgeWithdrawal({ receivedAt, orderedAt, isDated }: Declared, period: Period): WithdrawalJudgement {
  if (orderedAt === null) return { kind: "unknown" };
  if (isDated && period.withdrawalExemptsDated) return { kind: "exempt" };
  const until = getWithdrawalEnd(orderedAt, period);
  return { kind: receivedAt < until ? "in_time" : "late", until };
}
