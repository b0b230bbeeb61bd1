import { system } from "#domain/kernel/actor.ts";
import { closeIfQuiet, quietTickets } from "#domain/tickets/close-if-quiet.ts";
import { reading, write } from "#runtime";

const AS = { actor: system("close-quiet-tickets") };
const PER_RUN_MAX = 500;

/** Closes what was resolved and left alone for the grace period. Each is a write of its own; the writer groups them. */
export async function closeQuietTickets(): Promise<string> {
  const due = await quietTickets(reading(AS.actor), PER_RUN_MAX);
  const closed = await Promise.all(due.map((ticketId) => write(AS, (ctx) => closeIfQuiet(ctx, { ticketId }))));
  return `closed ${closed.filter(Boolean).length}`;
}
