import { eq } from "drizzle-orm";
import { tickets } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, type Resource } from "../policy.ts";
import type { Ticket } from "./machine.ts";

/** The ticket of an id; a merged one leads to the ticket that survived it. */
export async function findTicket(from: Reader | Tx, id: string): Promise<Ticket | undefined> {
  const [ticket] = await from.select().from(tickets).where(eq(tickets.id, id));
  if (!ticket?.mergedIntoId) return ticket;
  const [survivor] = await from.select().from(tickets).where(eq(tickets.id, ticket.mergedIntoId));
  return survivor;
}

/** What the policy asks about a ticket. One that does not exist is nobody's, so that a stranger gets the same answer. */
export function getTicketResource(ticket: Pick<Ticket, "requesterId"> | undefined): Resource {
  return { ownerId: ticket?.requesterId ?? null };
}

/** A ticket that the policy has let through, if there is one. */
export function requireTicket<T>(ticket: T | undefined): T {
  if (ticket === undefined) throw new Refusal("not_found");
  return ticket;
}

/** The code under which a ticket is found now: its own, or that of the one it was merged into. */
export async function getTicketCode(ctx: ReadCtx, id: string): Promise<string> {
  const found = await findTicket(ctx.read, id);
  authorize(ctx, "ticket.read", getTicketResource(found));
  return requireTicket(found).code;
}
