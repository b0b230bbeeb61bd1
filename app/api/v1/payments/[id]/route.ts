import { jsonRead } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { getPayment } from "#domain/api/orders.ts";
import * as spec from "../../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readPayment, (ctx, { id }) => getPayment(ctx, id));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
