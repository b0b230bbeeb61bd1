import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listOrders, toOrderView } from "#domain/api/orders.ts";
import { draftOrder } from "#domain/checkout/draft-order.ts";
import * as spec from "../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listOrders, (ctx, { query }) => listOrders(ctx, query));

export const POST = jsonWrite(spec.draftOrder, async (ctx, { body }) => toOrderView(ctx, await draftOrder(ctx, body)));

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
