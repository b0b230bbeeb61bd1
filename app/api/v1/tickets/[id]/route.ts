import { jsonRead } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { getTicket } from "#domain/api/tickets.ts";
import * as spec from "../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readTicket, (ctx, { id }) => getTicket(ctx, id));

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
