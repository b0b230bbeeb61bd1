import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { answerNothing, answerPdf } from "#app/_http/pdf.ts";
import { getOrderPaper, ORDER_PAPERS } from "#domain/invoices/get-order-paper.ts";
import { getPaymentReceipt } from "#domain/invoices/get-payment-receipt.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { renderPaper } from "#services/invoices/make-invoices.ts";

/** A paper of an order without a number of its own as PDF, to the buyer and the office: how the order stands now, and the receipt of one payment of its plan. */
export async function GET(_request: Request, { params }: RouteContext<"/orders/[code]/papers/[file]">) {
  const { code: orderCode, file } = await params;
  const content = await findPaper(await getPageReadCtx(), orderCode, file);
  return content ? answerPdf(`${content.orderCode}-${file}`, await renderPaper(content)) : answerNothing();
}

/** `payment-2.pdf` is of the second part, `payment-2-1.pdf` of the fee of its first reminder. */
function findPaper(ctx: ReadCtx, orderCode: string, file: string) {
  const [, number, level] = /^payment-([1-9]\d?)(?:-([1-9]))?\.pdf$/.exec(file) ?? [];
  if (number) {
    return getPaymentReceipt(ctx, { orderCode, part: { number: Number(number), level: Number(level ?? 0) } });
  }
  const paper = ORDER_PAPERS.find((each) => file === `${each.replace("_", "-")}.pdf`);
  return paper && getOrderPaper(ctx, { orderCode, paper });
}
