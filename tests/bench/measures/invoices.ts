import { translatorFor } from "#messages/translator.ts";
import { getBillCode } from "#services/invoices/get-bill-code.ts";
import { renderInvoice } from "#services/invoices/render-invoice.ts";
import { SAMPLE_PAPERS } from "#tests/support/sample-papers.ts";
import { type Bench, type Finding, type Measure, spreadOf } from "../measure.ts";

const NAME = "company with eight places";

/** What the PDF of an invoice costs, with its QR code and its Factur-X. */
export const invoices: Measure = {
  name: "invoices",
  about: "the PDF of an invoice, in milliseconds of a core",
  run: async (bench: Bench) => [await measurePdf(bench)],
};

async function measurePdf(bench: Bench): Promise<Finding> {
  const content = SAMPLE_PAPERS[NAME];
  if (!content) throw new Error(`there is no sample ${NAME}`);
  const paper = {
    ...{ content, look: { accentColor: null, logo: null }, words: translatorFor(content.language) },
    billCode: getBillCode(content),
  };
  // The first ones read the fonts.
  for (let warm = 0; warm < 5; warm += 1) await renderInvoice(paper);
  const spent: number[] = [];
  for (let round = 0; round < bench.size(200, 20); round += 1) {
    const before = process.cpuUsage();
    await renderInvoice(paper);
    const { user, system } = process.cpuUsage(before);
    spent.push((user + system) / 1_000);
  }
  const a = { name: "of a core", unit: "ms", ...spreadOf(spent) };
  return { measure: "invoice-pdf", value: a.median, unit: "ms", must: "<= 60", a };
}
