import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { ticketView } from "#domain/api/tickets.ts";
import { merge } from "#domain/tickets/merge.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.mergeTicket, async (ctx, { id, body }) =>
  ticketView(ctx, await merge(ctx, { ticketId: id, ...body })),
);

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
