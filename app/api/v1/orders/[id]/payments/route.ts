import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toPaymentView } from "#domain/api/orders.ts";
import { startPayment } from "#domain/payments/start-payment.ts";
import { openCheckoutOf } from "#services/payments/begin-payment.ts";
import * as spec from "../../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(
  spec.startPayment,
  async (ctx, { id, body }) => {
    return toPaymentView(await startPayment(ctx, { orderId: id, provider: body.provider }));
  },
  {
    afterwards: {
      // One that is under way already may have a page that is over.
      isDue: ({ state }) => state === "created" || state === "pending",
      run: (as, { id }, keep) =>
        openCheckoutOf(as, id, (ctx, payment) => keep(ctx, toPaymentView(payment))).then(toPaymentView),
    },
  },
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
