import { keepAttached } from "#app/_http/json-files.ts";
import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { assertCanOpenTicket, listTickets, toTicketView } from "#domain/api/tickets.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";
import * as spec from "../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listTickets, (ctx, { query }) => listTickets(ctx, query));

export const POST = jsonWrite(
  spec.openTicket,
  async (ctx, { body: { requesterId, about, subject, body } }, files) => {
    const { ticket } = await openTicket(ctx, {
      ...{ subject, body, files },
      about: about ?? undefined,
      requesterId: requesterId ?? getActorId(ctx.actor),
      via: "api",
    });
    return toTicketView(ctx, ticket);
  },
  { before: keepAttached(assertCanOpenTicket) },
);

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
