"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_edge/action.ts";
import { keepSentFiles } from "#app/_edge/uploads.ts";
import { BodyInput, TicketIdInput } from "#domain/tickets/inputs.ts";
import { assertMayReply } from "#domain/tickets/may-write.ts";
import { reply } from "#domain/tickets/reply.ts";
import { resolve } from "#domain/tickets/resolve.ts";

/** The student writes again. */
export const replyAction = action(z.object({ ticketId: TicketIdInput, body: BodyInput }), async (command, input) => {
  const { viewer, write } = command;
  if (!viewer) redirect("/sign-in?next=/help");
  const files = await keepSentFiles(command, (ctx) => assertMayReply(ctx, input.ticketId));
  const { ticket, messageId } = await write((ctx) => reply(ctx, { ...input, files }));
  redirect(`/help/${ticket.code}#${messageId}`);
});

/** The student says that nothing is left to do. */
export const solvedAction = action(z.object({ ticketId: TicketIdInput }), async ({ write }, input) => {
  const ticket = await write((ctx) => resolve(ctx, input));
  redirect(`/help/${ticket.code}`);
});
