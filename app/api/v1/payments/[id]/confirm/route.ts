import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadPaymentView } from "#domain/api/orders.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import * as spec from "../../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.confirmTransfer, async (ctx, { id }) => {
  await confirmTransfer(ctx, id);
  return loadPaymentView(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
