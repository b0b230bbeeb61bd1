import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";
import * as spec from "../../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.markRefundSent, async (ctx, { id, body }) =>
  toRefundView(await markRefundSent(ctx, { refundId: id, ...body })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
