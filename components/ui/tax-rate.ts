/** A rate of tax as people write it: 81000 millionths are `8.1%`, in German `8,1 %`. */
export function formatTaxRate(ratePpm: number, language: string): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 4 }).format(ratePpm / 1_000_000);
}
