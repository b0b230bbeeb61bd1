import { createSystemActor } from "#domain/kernel/actor.ts";
import { closeQuietTicket, listQuietTickets } from "#domain/tickets/close-quiet-ticket.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, write } from "#runtime";

const AS = { actor: createSystemActor("close-quiet-tickets") };
const PER_RUN_MAX = 500;

/** Closes what was resolved and left alone for the grace period. Each is a write of its own; the writer groups them. */
export async function closeQuietTickets(): Promise<Said> {
  const due = await listQuietTickets(reading(AS.actor), PER_RUN_MAX);
  const closed = await Promise.all(due.map((ticketId) => write(AS, (ctx) => closeQuietTicket(ctx, { ticketId }))));
  return message("jobs.closed", { count: closed.filter(Boolean).length });
}
