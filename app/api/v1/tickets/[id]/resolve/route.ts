import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { ticketView } from "#domain/api/tickets.ts";
import { resolve } from "#domain/tickets/resolve.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.resolveTicket, async (ctx, { id, body }) =>
  ticketView(ctx, await resolve(ctx, { ticketId: id, ...body })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
