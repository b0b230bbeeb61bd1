import { cx } from "./cx.ts";

/** An amount in the smallest unit of its currency: 48000 CHF is CHF 480.00, 480 JPY is JPY 480. */
export type Amount = { minor: number; currency: string };

export type MoneyFormat = {
  /** Leaves the cents out when there are none: CHF 480. For prices, never for accounts. */
  short?: boolean;
  /** The figure alone, in a column whose header names the currency. */
  bare?: boolean;
  locale?: string;
};

export type MoneyProps = MoneyFormat & { amount: Amount; className?: string };

// Making a formatter costs more than using it; there are as many as currencies times ways of writing.
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, { short, bare, locale = "en" }: MoneyFormat): Intl.NumberFormat {
  const key = `${currency} ${short} ${bare} ${locale}`;
  let made = formatters.get(key);
  if (!made) {
    const trailingZeroDisplay = short ? "stripIfInteger" : "auto";
    const named = { style: "currency", currency, currencyDisplay: "code", trailingZeroDisplay } as const;
    const digits = exponentOf(currency);
    made = new Intl.NumberFormat(
      locale,
      bare ? { minimumFractionDigits: digits, maximumFractionDigits: digits, trailingZeroDisplay } : named,
    );
    formatters.set(key, made);
  }
  return made;
}

const exponents = new Map<string, number>();

/** How many digits stand after the point: 2 for CHF, 0 for JPY, 3 for KWD (ISO 4217). */
function exponentOf(currency: string): number {
  let digits = exponents.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
    exponents.set(currency, digits);
  }
  return digits;
}

/** Writes an amount in words a person reads: "CHF 1,240.00". The figure is placed by digits, never by division. */
export function formatAmount({ minor, currency }: Amount, format: MoneyFormat = {}): string {
  const digits = exponentOf(currency);
  const figure = String(Math.abs(minor)).padStart(digits + 1, "0");
  const decimal = digits === 0 ? figure : `${figure.slice(0, -digits)}.${figure.slice(-digits)}`;
  const text = formatter(currency, format).format(decimal as Intl.StringNumericLiteral);
  return minor < 0 ? `\u2212${text}` : text;
}

/** An amount of money in figures that line up. */
export function Money({ amount, className, ...format }: MoneyProps) {
  return <span className={cx("num whitespace-nowrap", className)}>{formatAmount(amount, format)}</span>;
}
