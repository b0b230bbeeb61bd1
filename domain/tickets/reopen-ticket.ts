import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";
import { type Ticket, ticketMachine } from "./machine.ts";

/** The team takes up again what was resolved or closed, however long ago. */
export async function reopenTicket(ctx: WriteCtx, input: { ticketId: string }): Promise<Ticket> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.reopen", getTicketResource(found));
  const before = requireTicket(found);
  const ticket = await transition(ctx, ticketMachine, before.id, "open", {
    from: ["resolved", "closed"],
    set: { updatedAt: ctx.now, resolvedAt: null },
  });
  await audit(
    ctx,
    "ticket.reopen",
    { type: "ticket", id: ticket.id },
    { before: { state: before.state }, after: { state: ticket.state } },
  );
  return ticket;
}
