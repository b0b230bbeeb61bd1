import { jsonRead, jsonWrite } from "#app/_edge/json.ts";
import { takesOnly } from "#app/_edge/methods.ts";
import { isRequester, listMessages, ticketView } from "#domain/api/tickets.ts";
import { answer } from "#domain/tickets/answer.ts";
import { reply } from "#domain/tickets/reply.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listMessages, (ctx, { id, query }) => listMessages(ctx, id, query));

export const POST = jsonWrite(spec.writeMessage, async (ctx, { id, body: { body, then } }) => {
  const message = { ticketId: id, body, via: "api" } as const;
  const { ticket } = (await isRequester(ctx, id)) ? await reply(ctx, message) : await answer(ctx, { ...message, then });
  return ticketView(ctx, ticket);
});

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
