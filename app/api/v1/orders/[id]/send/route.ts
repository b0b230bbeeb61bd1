import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toOrderView } from "#domain/api/orders.ts";
import { sendOrder } from "#domain/checkout/send-order.ts";
import * as spec from "../../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.sendOrder, async (ctx, { id }) =>
  toOrderView(ctx, await sendOrder(ctx, { orderId: id })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
