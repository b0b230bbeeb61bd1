import { jsonRead } from "#app/_edge/json.ts";
import { readOrder } from "#domain/api/orders.ts";
import * as spec from "../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readOrder, (ctx, { id }) => readOrder(ctx, id));
