import { asc, eq } from "drizzle-orm";
import { cohorts, courses, orderLines, type orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { isReverseCharge, type TaxBuyer } from "../tax/is-reverse-charge.ts";
import { loadTaxRates } from "../tax/load-tax-rates.ts";
import { pickTaxRate, type TaxOfLine } from "../tax/pick-tax-rate.ts";
import { splitIncludedTax } from "../tax/split-included-tax.ts";
import { type LinePrice, removeTax, toTaxedPrice } from "./remove-tax.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "createdAt">;
type Line = typeof orderLines.$inferSelect;

/** A line as it was sold, and what it would be for a buyer. */
export type RepricedLine = { line: Line; price: LinePrice };

/**
 * What the lines of an order come to for a buyer: by the rates of their country, or without tax for a company abroad that accounts for it itself.
 * Prices with tax stay what they are, unless the tax is not charged. Empty where the school has no rate.
 */
export async function computeOrderPrices(read: Reader | Tx, order: Order, buyer: TaxBuyer): Promise<RepricedLine[]> {
  const rates = await loadTaxRates(read);
  if (rates.length === 0) return [];
  const { addressCountry: country, reverseChargeNote: note } = await getSchoolSettings(read);
  const isReversed = isReverseCharge(buyer, { country, note });
  const sold = await loadLines(read, order.id);
  const taxOf = ({ line, taxKind, startsAt, timezone }: Sold) =>
    // What is opened again is taught from the day on which it was ordered.
    pickTaxRate(rates, {
      ...{ kind: taxKind, country: buyer.country },
      on: formatLocalDay(line.kind === "renewal" ? order.createdAt : (startsAt ?? order.createdAt), timezone),
    });
  const priced = priceLines(sold.map((each) => ({ line: each.line, tax: taxOf(each) })));
  return priced.map(({ line, price }) => ({ line, price: isReversed ? removeTax(price, note) : toTaxedPrice(price) }));
}

type Sold = { line: Line; taxKind: string; startsAt: Date | null; timezone: string };

function loadLines(read: Reader | Tx, orderId: string): Promise<Sold[]> {
  return read
    .select({ line: orderLines, taxKind: courses.taxKind, startsAt: cohorts.startsAt, timezone: cohorts.timezone })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
}

type Priced = { line: Line; price: Omit<LinePrice, "taxedUnitMinor" | "taxedDiscountMinor"> };

/** The tax is rounded once for all lines of a rate, as when they were ordered. */
function priceLines(lines: readonly { line: Line; tax: TaxOfLine }[]): Priced[] {
  const taxed = lines.map(({ line, tax }) => {
    const unitMinor = line.taxedUnitMinor ?? line.unitMinor;
    const discountMinor = line.taxedDiscountMinor ?? line.discountMinor;
    return { line, tax, unitMinor, discountMinor, totalMinor: unitMinor * line.quantity - discountMinor };
  });
  const taxes = new Map<string, number>();
  for (const group of Map.groupBy(taxed, ({ tax }) => tax.taxRatePpm).values()) {
    const rate = group[0]?.tax.taxRatePpm ?? 0;
    const parts = splitIncludedTax(
      group.map(({ totalMinor }) => totalMinor),
      rate,
    );
    for (const [at, { line }] of group.entries()) taxes.set(line.id, parts[at] ?? 0);
  }
  return taxed.map(({ line, tax, ...amounts }) => ({
    line,
    price: { ...tax, ...amounts, taxMinor: taxes.get(line.id) ?? 0 },
  }));
}
