import fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE_PAPERS } from "#tests/support/sample-papers.ts";
import { computeCredit } from "./compute-credit.ts";
import type { InvoiceContent } from "./invoice-content.ts";

const invoices = fc.constantFrom(...(Object.values(SAMPLE_PAPERS) as InvoiceContent[]));

test("however an invoice is given back in parts, all credit notes together are exactly the invoice, line by line", () => {
  fc.assert(
    fc.property(invoices, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (invoice, cuts) => {
      let leftMinor = invoice.totalMinor;
      const notes: ReturnType<typeof computeCredit>[] = [];
      for (const cut of [...cuts, 1]) {
        const part = cut === 1 ? leftMinor : Math.floor(cut * leftMinor);
        if (part < 1) continue;
        notes.push(computeCredit(invoice, notes, part));
        leftMinor -= part;
      }
      for (const [at, line] of invoice.lines.entries()) {
        const sum = (of: "netMinor" | "taxMinor") => notes.reduce((all, { lines }) => all + (lines[at]?.[of] ?? 0), 0);
        expect([sum("netMinor"), sum("taxMinor")]).toEqual([line.netMinor, line.taxMinor]);
      }
      for (const { lines, taxes, netMinor, taxMinor, totalMinor } of notes) {
        expect(lines.every((line) => line.netMinor >= 0 && line.taxMinor >= 0)).toBe(true);
        expect(netMinor + taxMinor).toBe(totalMinor);
        expect(taxes.reduce((all, tax) => all + tax.taxMinor, 0)).toBe(taxMinor);
      }
    }),
    { numRuns: 300 },
  );
});

test("more than is left is not credited", () => {
  const invoice = SAMPLE_PAPERS["one rate"] as InvoiceContent;
  const before = computeCredit(invoice, [], 40_000);
  expect(() => computeCredit(invoice, [before], 8_001)).toThrow(RangeError);
  expect(() => computeCredit(invoice, [before], 0)).toThrow(RangeError);
});
