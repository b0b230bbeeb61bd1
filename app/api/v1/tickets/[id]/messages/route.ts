import { keepAttached } from "#app/_http/json-files.ts";
import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { assertCanWriteInto, isRequester, listMessages, toTicketView } from "#domain/api/tickets.ts";
import { answerTicket } from "#domain/tickets/answer-ticket.ts";
import { replyToTicket } from "#domain/tickets/reply-to-ticket.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listMessages, (ctx, { id, query }) => listMessages(ctx, id, query));

export const POST = jsonWrite(
  spec.writeMessage,
  async (ctx, { id, body: { body, then } }, files) => {
    const message = { ticketId: id, body, files, via: "api" } as const;
    const asks = await isRequester(ctx, id);
    const { ticket } = asks ? await replyToTicket(ctx, message) : await answerTicket(ctx, { ...message, then });
    return toTicketView(ctx, ticket);
  },
  { before: keepAttached(assertCanWriteInto) },
);

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
