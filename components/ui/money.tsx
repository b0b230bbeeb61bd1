import { formatMoney, type MoneyFormat } from "#domain/kernel/money.ts";
import { getLocale } from "#components/messages/get-locale.ts";
import { cx } from "./cx.ts";

export type { MoneyFormat };

/** An amount in the smallest unit of its currency: 48000 CHF is CHF 480.00, 480 JPY is JPY 480. */
export type Amount = { minor: number; currency: string };

export type MoneyProps = MoneyFormat & { amount: Amount; className?: string };

/** Writes an amount as a person reads it: "CHF 1,240.00". */
export function formatAmount(amount: Amount, format: MoneyFormat = {}): string {
  return formatMoney(amount, { locale: getLocale(), ...format });
}

/** An amount of money in figures that line up. */
export function Money({ amount, className, ...format }: MoneyProps) {
  return <span className={cx("num whitespace-nowrap", className)}>{formatAmount(amount, format)}</span>;
}
