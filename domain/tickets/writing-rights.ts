import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findAnswerResource, findTicket, getTicketResource, requireTicket } from "./find-ticket.ts";
import { isPastGrace } from "./machine.ts";

/**
 * What is asked before the files are kept that come with a message: nobody's bytes reach the disk who may not write. The verb
 * asks again, because it alone decides.
 */
export async function assertCanReply(ctx: ReadCtx, ticketId: string): Promise<void> {
  const found = await findTicket(ctx.read, ticketId);
  authorize(ctx, "ticket.reply", getTicketResource(found));
  const ticket = requireTicket(found);
  if (ticket.state === "closed" || isPastGrace(ticket, ctx.now)) throw new Refusal("ticket_closed");
}

/** The same for the team's side of a conversation, notes included. */
export async function assertCanAnswer(ctx: ReadCtx, ticketId: string): Promise<void> {
  const found = await findTicket(ctx.read, ticketId);
  authorize(ctx, "ticket.answer", await findAnswerResource(ctx.read, found));
  requireTicket(found);
}
