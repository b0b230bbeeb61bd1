import { sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { invoiceNumbers } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatInvoiceCode, isYearly } from "../kernel/invoice-series.ts";

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  take: tx
    .insert(invoiceNumbers)
    .values({ series: p("series"), year: p("year"), last: 1 })
    .onConflictDoUpdate({
      target: [invoiceNumbers.series, invoiceNumbers.year],
      set: { last: sql`${invoiceNumbers.last} + 1` },
    })
    .returning({ last: invoiceNumbers.last })
    .prepare(),
}));

export type InvoiceNumber = { series: string; year: number; serial: number; code: string };

/**
 * The next number of a series in the year of a day. The row of the series is locked until the write ends, so numbers are in the order of
 * their commits, and a write that fails gives its number back. It is asked for late in a write, because everybody waits for it.
 */
export async function takeInvoiceNumber(ctx: StepCtx, series: string, issuedOn: string): Promise<InvoiceNumber> {
  const year = isYearly(series) ? Number(issuedOn.slice(0, 4)) : 0;
  const [taken] = await queries(ctx.tx).take.execute({ series, year });
  if (!taken) throw new Error("no number was given");
  const number = { year, serial: taken.last };
  return { series, ...number, code: formatInvoiceCode(series, number) };
}
