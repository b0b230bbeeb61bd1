"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { FormTokenInput, runOnce } from "#app/_forms/form-token.ts";
import { requireSignedIn } from "#app/_auth/signed-in.ts";
import { storeUploads } from "#app/_forms/uploads.ts";
import { getTicketCode } from "#domain/tickets/find-ticket.ts";
import { BodyInput, TicketIdInput } from "#domain/tickets/inputs.ts";
import { assertCanReply } from "#domain/tickets/writing-rights.ts";
import { replyToTicket } from "#domain/tickets/reply-to-ticket.ts";
import { resolveTicket } from "#domain/tickets/resolve-ticket.ts";

const Reply = z.object({ once: FormTokenInput, ticketId: TicketIdInput, body: BodyInput });

/** The student writes again. */
export const replyAction = action(Reply, async (command, { once: mark, ...input }) => {
  const { read, write } = command;
  const { userId } = requireSignedIn(command.viewer);
  const files = await storeUploads(command, (ctx) => assertCanReply(ctx, input.ticketId));
  const form = { userId, mark, words: [input.ticketId, input.body] };
  const written = await write((ctx) => runOnce(ctx, form, () => replyToTicket(ctx, { ...input, files })));
  // Without a fragment: it would take the focus from what is said, and a script would not ask for the page.
  await redirectDone(`/help/${written?.ticket.code ?? (await getTicketCode(read, input.ticketId))}`, "reply-sent");
});

/** The student says that nothing is left to do. */
export const resolveAction = action(z.object({ ticketId: TicketIdInput }), async ({ write }, input) => {
  const ticket = await write((ctx) => resolveTicket(ctx, input));
  await redirectDone(`/help/${ticket.code}`, "question-resolved");
});
