import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";
import { type Ticket, ticketMachine } from "./machine.ts";

/** Marks a ticket as resolved: by the team, or by the student. A reply within the grace period opens it again. */
export async function resolveTicket(ctx: WriteCtx, input: { ticketId: string }): Promise<Ticket> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.resolve", getTicketResource(found));
  const before = requireTicket(found);
  const ticket = await transition(ctx, ticketMachine, before.id, "resolved", {
    set: { updatedAt: ctx.now, resolvedAt: ctx.now },
  });
  await audit(
    ctx,
    "ticket.resolve",
    { type: "ticket", id: ticket.id },
    { before: { state: before.state }, after: { state: ticket.state } },
  );
  return ticket;
}
