import type { ReportRow } from "./report-rows.ts";

/** What the rows of each currency come to. */
export function sumByCurrency(rows: readonly ReportRow[]): { currency: string; rows: ReportRow[]; totals: number[] }[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, own]) => ({
      currency,
      rows: own,
      totals: (own[0]?.amounts ?? []).map((_, column) => own.reduce((sum, row) => sum + (row.amounts[column] ?? 0), 0)),
    }));
}
