import { jsonRead } from "#app/_edge/json.ts";
import { takesOnly } from "#app/_edge/methods.ts";
import { listOrders } from "#domain/api/orders.ts";
import * as spec from "../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listOrders, (ctx, { query }) => listOrders(ctx, query));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
