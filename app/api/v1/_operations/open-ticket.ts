import { z } from "zod";
import { storeJsonAttachments } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { Attachments, FILES_BYTES_MAX, Id, MessageText } from "#domain/api/parts.ts";
import { Ticket } from "#domain/api/shapes.ts";
import { assertCanOpenTicket, toTicketView } from "#domain/api/tickets.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { createLineInput } from "#domain/kernel/text-inputs.ts";
import { SUBJECT_CHARACTERS_MAX } from "#domain/tickets/machine.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";

export default defineWrite({
  id: "openTicket",
  method: "POST",
  path: "/tickets",
  subject: "Tickets",
  summary: "Open a ticket",
  detail: "Without `requesterId` it is the token's own person who asks.",
  needs: "ticket.open",
  body: z.strictObject({
    subject: createLineInput(SUBJECT_CHARACTERS_MAX).min(1),
    body: MessageText,
    about: Ticket.shape.about.optional(),
    requesterId: Id("usr").optional(),
    attachments: Attachments,
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: Ticket,
  refusals: ["file_too_large", "file_type_refused"],
  prepare: storeJsonAttachments(assertCanOpenTicket),
  handle: async (ctx, { body: { requesterId, about, subject, body } }, files) => {
    const { ticket } = await openTicket(ctx, {
      ...{ subject, body, files },
      about: about ?? undefined,
      requesterId: requesterId ?? getActorId(ctx.actor),
      via: "api",
    });
    return toTicketView(ctx, ticket);
  },
});
