import { createHash } from "node:crypto";
import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { OrderPaperFile } from "#domain/api/invoice-shapes.ts";
import { getOrderCode } from "#domain/api/invoices.ts";
import { getOrderPaper, ORDER_PAPERS } from "#domain/invoices/get-order-paper.ts";
import { getPaymentReceipt } from "#domain/invoices/get-payment-receipt.ts";
import { TypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { renderPaper } from "#services/invoices/make-invoices.ts";

export default defineRead({
  id: "readOrderPaper",
  method: "GET",
  path: "/orders/{id}/paper",
  subject: "Invoices",
  summary: "Read a paper of an order as PDF",
  detail:
    "`paper`: `proforma` and `order_form` of an order that is to be paid, `receipt` of one that is paid, `statement` of what was asked, paid and returned of any that money came for, " +
    "`payment_receipt` of the payment that has paid the instalment `number` (with `level` the fee of its reminder). What an order does not have is not found.",
  needs: "invoice.read",
  query: z.strictObject({
    paper: z.enum([...ORDER_PAPERS, "payment_receipt"]).default("proforma"),
    number: TypedNumber(1, 99).default(1),
    level: TypedNumber(0, 9).default(0),
  }),
  status: 200,
  answer: OrderPaperFile,
  handle: async (ctx, { id, query: { paper, number, level } }) => {
    const orderCode = await getOrderCode(ctx, id);
    const content =
      paper === "payment_receipt"
        ? await getPaymentReceipt(ctx, { orderCode, part: { number, level } })
        : await getOrderPaper(ctx, { orderCode, paper });
    if (!content) throw new Refusal("not_found");
    const bytes = await renderPaper(content);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const name = `${orderCode}-${paper.replace("_", "-")}.pdf`;
    return { name, mediaType: "application/pdf", sizeBytes: bytes.length, sha256, base64: bytes.toString("base64") };
  },
});
