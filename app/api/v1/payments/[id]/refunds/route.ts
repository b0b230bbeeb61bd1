import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { sendRefundOf } from "#services/payments/refund.ts";
import * as spec from "../../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(
  spec.requestRefund,
  async (ctx, { id, body: { amount, reason } }) => {
    const { minor: amountMinor, currency } = amount;
    return toRefundView((await requestRefund(ctx, { paymentId: id, amountMinor, currency, reason })).refund);
  },
  {
    afterwards: {
      isDue: ({ state }) => state === "requested",
      run: (as, { id }, keep) =>
        sendRefundOf(as, id, (ctx, refund) => keep(ctx, toRefundView(refund))).then(toRefundView),
    },
  },
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
