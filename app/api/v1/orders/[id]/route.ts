import { jsonRead } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { getOrder } from "#domain/api/orders.ts";
import * as spec from "../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readOrder, (ctx, { id }) => getOrder(ctx, id));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
