import { asc, eq } from "drizzle-orm";
import { cohorts, courses, orderLines, orders } from "#db/schema/index.ts";
import { updateCouponUses } from "../coupons/update-coupon-uses.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { isReverseCharge, type TaxBuyer } from "../tax/is-reverse-charge.ts";
import { loadTaxRates } from "../tax/load-tax-rates.ts";
import { pickTaxRate, type TaxOfLine } from "../tax/pick-tax-rate.ts";
import { splitIncludedTax } from "../tax/split-included-tax.ts";
import { toTaxedPrice, type LinePrice, removeTax } from "./remove-tax.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "state" | "totalMinor" | "createdAt">;
type Line = typeof orderLines.$inferSelect;

/**
 * The step that gives an order the tax of who it is billed to, while it waits to be paid: by the rates of their country, or none for a company
 * abroad that accounts for it itself. Prices with tax stay what they are, unless the tax is not charged. An attempt to pay that asks for
 * another amount is replaced by the next one. Says what the order comes to now.
 */
export async function updateOrderPrices(ctx: StepCtx, order: Order, buyer: TaxBuyer): Promise<number> {
  const isOpen = order.state === "awaiting_payment" || order.state === "draft";
  const rates = isOpen ? await loadTaxRates(ctx.tx) : [];
  if (rates.length === 0) return order.totalMinor;
  const settings = await getSchoolSettings(ctx.tx);
  const { addressCountry: country, reverseChargeNote: note } = settings;
  const isReversed = isReverseCharge(buyer, { country, note });
  const sold = await loadLines(ctx, order.id);
  const taxOf = ({ line, taxKind, startsAt, timezone }: Sold) =>
    // What is opened again is taught from the day on which it was ordered.
    pickTaxRate(rates, {
      ...{ kind: taxKind, country: buyer.country },
      on: formatLocalDay(line.kind === "renewal" ? order.createdAt : (startsAt ?? order.createdAt), timezone),
    });
  const priced = priceLines(sold.map((each) => ({ line: each.line, tax: taxOf(each) })));
  let totalMinor = 0;
  for (const { id, price } of priced) {
    const amounts = isReversed ? removeTax(price, note) : toTaxedPrice(price);
    await ctx.tx.update(orderLines).set(amounts).where(eq(orderLines.id, id));
    totalMinor += amounts.totalMinor;
  }
  if (totalMinor !== order.totalMinor) {
    await ctx.tx.update(orders).set({ totalMinor }).where(eq(orders.id, order.id));
    await updateCouponUses(ctx, order.id);
  }
  return totalMinor;
}

type Sold = { line: Line; taxKind: string; startsAt: Date | null; timezone: string };

function loadLines(ctx: StepCtx, orderId: string): Promise<Sold[]> {
  return ctx.tx
    .select({ line: orderLines, taxKind: courses.taxKind, startsAt: cohorts.startsAt, timezone: cohorts.timezone })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
}

type Priced = { id: string; price: Omit<LinePrice, "taxedUnitMinor" | "taxedDiscountMinor"> };

/** The tax is rounded once for all lines of a rate, as when they were ordered. */
function priceLines(lines: readonly { line: Line; tax: TaxOfLine }[]): Priced[] {
  const taxed = lines.map(({ line, tax }) => {
    const unitMinor = line.taxedUnitMinor ?? line.unitMinor;
    const discountMinor = line.taxedDiscountMinor ?? line.discountMinor;
    return { id: line.id, tax, unitMinor, discountMinor, totalMinor: unitMinor * line.quantity - discountMinor };
  });
  const taxes = new Map<string, number>();
  for (const group of Map.groupBy(taxed, ({ tax }) => tax.taxRatePpm).values()) {
    const rate = group[0]?.tax.taxRatePpm ?? 0;
    const parts = splitIncludedTax(
      group.map(({ totalMinor }) => totalMinor),
      rate,
    );
    for (const [at, { id }] of group.entries()) taxes.set(id, parts[at] ?? 0);
  }
  return taxed.map(({ id, tax, ...amounts }) => ({
    id,
    price: { ...tax, ...amounts, taxMinor: taxes.get(id) ?? 0 },
  }));
}
