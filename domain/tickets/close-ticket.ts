import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";
import { type Ticket, ticketMachine } from "./machine.ts";

/** Ends a conversation: the student cannot reply any more, only open a new one. The team can open it again. */
export async function closeTicket(ctx: WriteCtx, input: { ticketId: string; why?: string }): Promise<Ticket> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.close", getTicketResource(found));
  const before = requireTicket(found);
  const ticket = await transition(ctx, ticketMachine, before.id, "closed", {
    ...(input.why === undefined ? {} : { why: input.why }),
  });
  await audit(
    ctx,
    "ticket.close",
    { type: "ticket", id: ticket.id },
    { before: { state: before.state }, after: { state: ticket.state } },
  );
  return ticket;
}
