import type { TaxCategory } from "#db/enums.ts";

export type TaxRate = {
  kind: string;
  country: string;
  category: TaxCategory;
  ratePpm: number;
  note: string;
  /** A day: `2027-01-01`. */
  validFrom: string;
};

/** What a line keeps of the rate that it was sold by. */
export type TaxOfLine = { taxRatePpm: number; taxCategory: TaxCategory; taxNote: string };

/** A school that has given no rate says nothing of tax. */
export const NO_TAX: TaxOfLine = { taxRatePpm: 0, taxCategory: "outside", taxNote: "" };

/**
 * The rate for a kind of course, a buyer's country (ISO 3166-1 alpha-2; empty where it is not known) and a day: that of the country
 * before that of all, that of the kind before the usual one, and of these the last that has begun.
 */
export function pickTaxRate(
  rates: readonly TaxRate[],
  { kind, country, on }: { kind: string; country: string; on: string },
): TaxOfLine {
  const fits = (rate: TaxRate) =>
    (rate.kind === kind || rate.kind === "") &&
    (rate.country === country || rate.country === "") &&
    rate.validFrom <= on;
  const [best] = rates.filter(fits).sort(
    (a, b) =>
      // A kind of its own counts for more than a country: an exempt course is exempt wherever its buyer lives.
      Number(b.kind === kind) - Number(a.kind === kind) ||
      Number(b.country === country) - Number(a.country === country) ||
      (a.validFrom < b.validFrom ? 1 : -1),
  );
  return best ? { taxRatePpm: best.ratePpm, taxCategory: best.category, taxNote: best.note } : NO_TAX;
}

/** Whether a rate puts tax into a price. */
export const isCharged = ({ category, ratePpm }: Pick<TaxRate, "category" | "ratePpm">): boolean =>
  category === "standard" && ratePpm > 0;
