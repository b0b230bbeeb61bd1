import fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE_PAPERS } from "#tests/support/sample-papers.ts";
import { computeCredit } from "./compute-credit.ts";
import type { InvoiceContent } from "./invoice-content.ts";

const invoices = fc.constantFrom(...(Object.values(SAMPLE_PAPERS) as InvoiceContent[]));

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
const places = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 2 }),
    lineId: fc.constantFrom("a", "b", "c"),
    amountMinor: fc.integer({ min: 1, max: 90_000 }),
  }),
  { maxLength: 3 },
);

test("however an invoice is given back in parts, all credit notes together are exactly the invoice, line by line", () => {
  fc.assert(
    fc.property(invoices, cuts, places, (invoice, cuts, places) => {
      let leftMinor = invoice.totalMinor;
      const notes: ReturnType<typeof computeCredit>[] = [];
      for (const cut of [...cuts, 1]) {
        const part = cut === 1 ? leftMinor : Math.floor(cut * leftMinor);
        if (part < 1) continue;
        const back = places.map(({ at, lineId, amountMinor }) => ({
          ...{ at, lineId, amountMinor },
          details: ["Cohort"],
        }));
        notes.push(computeCredit(invoice, notes, part, cut < 0.5 ? back : []));
        leftMinor -= part;
      }
      for (const [at, line] of invoice.lines.entries()) {
        const sum = (of: "netMinor" | "taxMinor") => notes.reduce((all, { lines }) => all + sumOf(lines, at, of), 0);
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

type Line = InvoiceContent["lines"][number];
const sumOf = (lines: readonly Line[], at: number, of: "netMinor" | "taxMinor") =>
  lines.filter(({ ofLine }) => ofLine === at).reduce((sum, line) => sum + line[of], 0);

const company = SAMPLE_PAPERS["company with eight places"] as InvoiceContent;
const [cohort = "", ...names] = company.lines[0]?.details ?? [];
const place = (number: number, amountMinor = 48_000) => ({
  ...{ at: 0, lineId: `line ${number}`, amountMinor },
  details: [cohort, names[number - 1] ?? ""],
});
const say = ({ lines }: Pick<InvoiceContent, "lines">) =>
  lines.map(({ quantity, details, isReduction = false }) => [quantity, details.length - 1, isReduction]);

test("a place that goes back is credited as one, with its participant and its tax, and the last note is of all the others", () => {
  const one = computeCredit(company, [], 48_000, [place(3)]);
  expect(one).toMatchObject({ totalMinor: 48_000, netMinor: 44_403, taxMinor: 3_597 });
  expect(one.lines).toMatchObject([{ quantity: 1, details: [cohort, names[2]], ofPlace: "line 3" }]);
  const two = computeCredit(company, [one], 96_000, [place(1), place(8)]);
  expect(say(two)).toEqual([
    [1, 1, false],
    [1, 1, false],
  ]);
  const rest = computeCredit(company, [one, two], 240_000);
  expect(rest.lines).toMatchObject([{ quantity: 5, details: [cohort, ...[1, 3, 4, 5, 6].map((at) => names[at])] }]);
  expect(one.taxMinor + two.taxMinor + rest.taxMinor).toBe(company.taxMinor);
});

test("what goes back of no place is a reduction of its line: it names nobody, and counts nothing", () => {
  const goodwill = computeCredit(company, [], 5_000);
  expect(say(goodwill)).toEqual([[1, 0, true]]);
  const more = computeCredit(company, [goodwill], 50_000, [place(2)]);
  expect(say(more)).toEqual([
    [1, 1, false],
    [1, 0, true],
  ]);
  expect(say(computeCredit(company, [goodwill, more], 329_000))).toEqual([[7, 7, false]]);
});

test("lines of which nothing goes back are on no credit note, and notes of before are read by their place", () => {
  const invoice = SAMPLE_PAPERS["two rates"] as InvoiceContent;
  const before = { lines: invoice.lines.map((line, at) => (at === 0 ? line : { ...line, netMinor: 0, taxMinor: 0 })) };
  expect(computeCredit(invoice, [before], 2_600).lines).toMatchObject([{ ofLine: 1, quantity: 1, taxRatePpm: 26_000 }]);
});

test("more than is left is not credited", () => {
  const invoice = SAMPLE_PAPERS["one rate"] as InvoiceContent;
  const before = computeCredit(invoice, [], 40_000);
  expect(() => computeCredit(invoice, [before], 8_001)).toThrow(RangeError);
  expect(() => computeCredit(invoice, [before], 0)).toThrow(RangeError);
});
