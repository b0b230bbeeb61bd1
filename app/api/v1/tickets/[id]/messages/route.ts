import { keepAttached } from "#app/_http/json-files.ts";
import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { assertMayWriteInto, isRequester, listMessages, ticketView } from "#domain/api/tickets.ts";
import { answer } from "#domain/tickets/answer.ts";
import { reply } from "#domain/tickets/reply.ts";
import * as spec from "../../../_spec/tickets.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listMessages, (ctx, { id, query }) => listMessages(ctx, id, query));

export const POST = jsonWrite(
  spec.writeMessage,
  async (ctx, { id, body: { body, then } }, files) => {
    const message = { ticketId: id, body, files, via: "api" } as const;
    const asks = await isRequester(ctx, id);
    const { ticket } = asks ? await reply(ctx, message) : await answer(ctx, { ...message, then });
    return ticketView(ctx, ticket);
  },
  { before: keepAttached(assertMayWriteInto) },
);

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
