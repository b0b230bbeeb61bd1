import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { answerNothing, answerPdf } from "#app/_http/pdf.ts";
import { getOrderPaper, ORDER_PAPERS } from "#domain/invoices/get-order-paper.ts";
import { renderPaper } from "#services/invoices/make-invoices.ts";

/** A proforma invoice, an order form or a receipt as PDF, to the buyer and the office: how the order stands now. */
export async function GET(_request: Request, { params }: RouteContext<"/orders/[code]/papers/[file]">) {
  const { code: orderCode, file } = await params;
  const paper = ORDER_PAPERS.find((each) => file === `${each.replace("_", "-")}.pdf`);
  const content = paper && (await getOrderPaper(await getPageReadCtx(), { orderCode, paper }));
  return content ? answerPdf(`${content.orderCode}-${file}`, await renderPaper(content)) : answerNothing();
}
