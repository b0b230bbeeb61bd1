import type { orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { TaxBuyer } from "../tax/is-reverse-charge.ts";
import type { TaxOfLine } from "../tax/pick-tax-rate.ts";
import { computeOrderPrices } from "./compute-order-prices.ts";

type Order = Pick<typeof orders.$inferSelect, "id" | "state" | "createdAt">;

/** The tax by which a line was sold, and that of who it is billed to now. */
export type TaxMismatch = { sold: TaxOfLine; due: TaxOfLine };

/**
 * Whether what was paid was sold with another tax than that of who it is billed to by now: the tax of what is paid follows nobody, so a person
 * must be told. Undefined where it fits, and while an order waits, for then it follows. A rate of the school that has ended since is no mismatch.
 */
export async function findTaxMismatch(read: Reader, order: Order, buyer: TaxBuyer): Promise<TaxMismatch | undefined> {
  if (order.state !== "paid") return undefined;
  const priced = await computeOrderPrices(read, order, buyer);
  const usual = await computeOrderPrices(read, order, { country: "", company: "", vatId: "" });
  const known = new Set([...priced, ...usual].map(({ price }) => keyOf(price)));
  const other = priced.find(
    ({ line, price }) =>
      line.totalMinor > 0 && keyOf(line) !== keyOf(price) && (isReversed(line) || known.has(keyOf(line))),
  );
  return other && { sold: pickTax(other.line), due: pickTax(other.price) };
}

const isReversed = ({ taxCategory }: TaxOfLine) => taxCategory === "reverse_charge";
const keyOf = ({ taxCategory, taxRatePpm }: TaxOfLine) => `${taxCategory} ${taxRatePpm}`;
const pickTax = ({ taxRatePpm, taxCategory, taxNote }: TaxOfLine): TaxOfLine => ({ taxRatePpm, taxCategory, taxNote });
