import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { answerNothing, answerPdf } from "#app/_http/pdf.ts";
import { readInvoiceFile } from "#services/invoices/read-invoice-file.ts";

/** An invoice as PDF, to its buyer and the office: the same bytes each time. */
export async function GET(_request: Request, { params }: RouteContext<"/orders/[code]/invoices/[file]">) {
  const { code: orderCode, file } = await params;
  const [, code] = /^(.+)\.pdf$/i.exec(file) ?? [];
  const invoice = code && (await readInvoiceFile(await getPageReadCtx(), { orderCode, code }));
  return invoice ? answerPdf(invoice.name, invoice.bytes) : answerNothing();
}
