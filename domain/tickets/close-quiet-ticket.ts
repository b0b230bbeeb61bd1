import { and, asc, eq, lt } from "drizzle-orm";
import { tickets } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { addMs } from "../kernel/clock.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";
import { GRACE_MS, ticketMachine } from "./machine.ts";

const resolvedBefore = (now: Date) => lt(tickets.resolvedAt, addMs(now, -GRACE_MS));

/** The tickets that were solved, and that nobody has come back to within the grace period; the oldest first. */
export async function listQuietTickets(ctx: ReadCtx, limit: number): Promise<string[]> {
  authorize(ctx, "ticket.list", {});
  const rows = await ctx.read
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.state, "resolved"), resolvedBefore(ctx.now)))
    .orderBy(asc(tickets.updatedAt), asc(tickets.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Closes a ticket that was solved and left alone for the grace period; one that somebody took up again stays as it is. */
export async function closeQuietTicket(ctx: WriteCtx, input: { ticketId: string }): Promise<boolean> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.close", getTicketResource(found));
  const ticket = requireTicket(found);
  const closed = await tryTransition(ctx, ticketMachine, ticket.id, "closed", {
    from: ["resolved"],
    where: resolvedBefore(ctx.now),
    why: "no reply within the grace period",
  });
  if (!closed) return false;
  const change = { before: { state: "resolved" }, after: { state: "closed" } };
  await audit(ctx, "ticket.close", { type: "ticket", id: ticket.id }, change);
  return true;
}
