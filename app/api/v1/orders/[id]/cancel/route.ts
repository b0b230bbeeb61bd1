import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import * as spec from "../../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.cancelOrder, async (ctx, { id, body }) => {
  await cancelOrder(ctx, { orderId: id, ...body });
  return loadOrderView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
