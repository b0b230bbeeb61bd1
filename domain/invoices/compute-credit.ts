import { allocateMinor } from "../kernel/money.ts";
import type { InvoiceContent, InvoiceLine } from "./invoice-content.ts";
import { computeTaxes } from "./compute-taxes.ts";

type Amounts = Pick<InvoiceLine, "netMinor" | "taxMinor">;
const gross = ({ netMinor, taxMinor }: Amounts) => netMinor + taxMinor;

/**
 * The lines of a credit note over `amountMinor`: each line of the invoice in proportion to what is left of it after the credit notes
 * before, by the largest remainder, and its tax likewise. So no line is credited twice, and all credit notes together are the invoice.
 * Refuses by throwing a RangeError more than is left.
 */
export function computeCredit(
  invoice: Pick<InvoiceContent, "lines" | "taxes">,
  before: readonly Pick<InvoiceContent, "lines">[],
  amountMinor: number,
): Pick<InvoiceContent, "lines" | "taxes" | "netMinor" | "taxMinor" | "totalMinor"> {
  const left = invoice.lines.map((line, at) =>
    takeOff(
      line,
      before.map(({ lines }) => lines[at]),
    ),
  );
  const leftMinor = left.reduce((sum, line) => sum + gross(line), 0);
  if (amountMinor < 1 || amountMinor > leftMinor) throw new RangeError("more than is left of the invoice");
  const shares = allocateMinor(amountMinor, left.map(gross));
  const lines = invoice.lines.map((line, at) => toCreditLine(line, left[at] as Amounts, shares[at] ?? 0));
  const [netMinor, taxMinor] = [
    lines.reduce((sum, line) => sum + line.netMinor, 0),
    lines.reduce((sum, line) => sum + line.taxMinor, 0),
  ];
  return {
    lines,
    taxes: computeTaxes(lines, (at) => reasonOf(invoice, at)),
    netMinor,
    taxMinor,
    totalMinor: amountMinor,
  };
}

function takeOff(line: InvoiceLine, credited: readonly (InvoiceLine | undefined)[]): Amounts {
  return credited.reduce<Amounts>(
    (left, each) => ({
      netMinor: left.netMinor - (each?.netMinor ?? 0),
      taxMinor: left.taxMinor - (each?.taxMinor ?? 0),
    }),
    line,
  );
}

function toCreditLine(line: InvoiceLine, left: Amounts, shareMinor: number): InvoiceLine {
  const [netMinor = 0, taxMinor = 0] =
    shareMinor === 0 ? [] : allocateMinor(shareMinor, [left.netMinor, left.taxMinor]);
  return { ...line, netMinor, taxMinor, grossOfDiscountMinor: netMinor, discountMinor: 0, discountReason: "" };
}

function reasonOf({ lines, taxes }: Pick<InvoiceContent, "lines" | "taxes">, at: number): string {
  const line = lines[at];
  const tax = taxes.find((each) => each.taxCategory === line?.taxCategory && each.taxRatePpm === line.taxRatePpm);
  return tax?.exemptionReason ?? "";
}
