/**
 * How the invoices of one series are numbered: capitals and signs, `{year}` where the series begins anew with each year, and `{number}` at
 * the end. No digits besides, and a sign between year and number: so two series never make the same code.
 */
const SERIES = /^[A-Z._-]{0,12}(\{year\}[A-Z._-]{1,12})?\{number\}$/;
const DIGITS_MIN = 5;

export const isInvoiceSeries = (series: string): boolean => SERIES.test(series);

/** As it is kept: without blanks around it, in capitals, its placeholders as they are. */
export const cleanInvoiceSeries = (typed: string): string =>
  typed.trim().replace(/\{[^}]*\}|[^{]+/g, (part) => (part.startsWith("{") ? part.toLowerCase() : part.toUpperCase()));

/** Whether a series begins anew with each year. */
export const isYearly = (series: string): boolean => series.includes("{year}");

/** `R-{year}-{number}` of 2026 and 42 is `R-2026-00042`. */
export function formatInvoiceCode(series: string, { year, serial }: { year: number; serial: number }): string {
  return series.replace("{year}", String(year)).replace("{number}", String(serial).padStart(DIGITS_MIN, "0"));
}
