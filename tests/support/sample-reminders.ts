import type { Money } from "#domain/kernel/money.ts";
import type { OrderFacts } from "#domain/mail/order-facts.ts";
import type { ReminderFacts } from "#domain/mail/templates/payment-reminder.ts";

/** What a reminder is written from: before its day and after, for a card that is charged, of a fee, and by the office long before. */
export function sampleReminders(of: { order: OrderFacts; several: OrderFacts; money: Money }): ReminderFacts[] {
  const { order, several, money: amount } = of;
  const nothing = { ...amount, minor: 0 };
  const part = { order, number: 2, kind: "part" as const, dueOn: "2026-03-31", amount, fees: nothing, keptCard: null };
  return [
    { ...part, level: -3 },
    { ...part, keptCard: "4242", level: -3 },
    { ...part, fees: amount, level: 1 },
    { ...part, order: several, number: 3, dueOn: "2026-04-30", fees: amount, level: 2 },
    { ...part, number: 5, kind: "cancellation_fee", dueOn: "2026-04-30", level: 1 },
    { ...part, level: 0, isAhead: true },
  ];
}
