import { jsonRead } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listPayments } from "#domain/api/orders.ts";
import * as spec from "../_spec/orders.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listPayments, (ctx, { query }) => listPayments(ctx, query));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
