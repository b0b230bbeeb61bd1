import { bankCsvMappings } from "#db/schema/index.ts";
import type { ReadCtx, StepCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** How a bank's table is read, by the names of its columns: which column holds what, the order of its days, the mark before its decimals, its currency. */
export type CsvMapping = {
  fingerprint: string;
  columns: string[];
  dateOrder: string;
  decimalMark: string;
  currency: string;
};

/** Every table that was loaded once, by the hash of its names. */
export async function loadCsvMappings(ctx: ReadCtx): Promise<ReadonlyMap<string, CsvMapping>> {
  authorize(ctx, "bank.list", {});
  const { fingerprint, columns, dateOrder, decimalMark, currency } = bankCsvMappings;
  const rows = await ctx.read.select({ fingerprint, columns, dateOrder, decimalMark, currency }).from(bankCsvMappings);
  return new Map(rows.map((row) => [row.fingerprint, row]));
}

/** The next table with these names is read in the same way. */
export async function rememberCsvMapping(ctx: StepCtx, mapping: CsvMapping): Promise<void> {
  const { fingerprint: _same, ...how } = mapping;
  await ctx.tx
    .insert(bankCsvMappings)
    .values({ ...mapping, updatedAt: ctx.now })
    .onConflictDoUpdate({ target: bankCsvMappings.fingerprint, set: { ...how, updatedAt: ctx.now } });
}
