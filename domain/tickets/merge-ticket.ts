import { and, eq } from "drizzle-orm";
import { tickets } from "#db/schema/index.ts";
import { encodeMessage, message, type Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { addMessage, UNNAMED } from "./add-message.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";
import { type Ticket, ticketMachine } from "./machine.ts";

/**
 * Joins a ticket to another of the same student, given by its code: from now on both are one conversation, found under the
 * survivor's code. Refuses (`invalid_input`) a code that is unknown, the ticket's own, or another student's, who must not
 * read what is not theirs; and a survivor that is closed.
 */
export async function mergeTicket(ctx: WriteCtx, input: { ticketId: string; into: string }): Promise<Ticket> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.merge", getTicketResource(found));
  const ticket = requireTicket(found);
  const survivor = await survivorOf(ctx, ticket, input.into);
  await transition(ctx, ticketMachine, ticket.id, "merged", {
    set: { updatedAt: ctx.now, mergedIntoId: survivor.id },
    why: `merged into ${survivor.code}`,
  });
  // What had been merged into this one follows it, so that one step always leads to the survivor.
  await ctx.tx
    .update(tickets)
    .set({ mergedIntoId: survivor.id })
    .where(and(eq(tickets.requesterId, ticket.requesterId), eq(tickets.mergedIntoId, ticket.id)));
  await ctx.tx.update(tickets).set({ updatedAt: ctx.now }).where(eq(tickets.id, survivor.id));
  await addMessage(ctx, {
    ticketId: survivor.id,
    kind: "event",
    body: encodeMessage(message("tickets.event_merged", { ...UNNAMED, code: ticket.code, subject: ticket.subject })),
  });
  await audit(
    ctx,
    "ticket.merge",
    { type: "ticket", id: ticket.id },
    { before: { state: ticket.state }, after: { state: "merged", into: survivor.id } },
  );
  return survivor;
}

async function survivorOf(ctx: StepCtx, ticket: Ticket, code: string): Promise<Ticket> {
  const refuse = (words: Message) => new Refusal("invalid_input", { fields: { into: words } });
  const [named] = await ctx.tx.select().from(tickets).where(eq(tickets.code, code.trim().toUpperCase()));
  const survivor = named && (await findTicket(ctx.tx, named.id));
  if (!survivor || survivor.requesterId !== ticket.requesterId) {
    throw refuse(message("fields.no_ticket_with_code"));
  }
  if (survivor.id === ticket.id) throw refuse(message("fields.ticket_itself"));
  if (survivor.state === "closed") throw refuse(message("fields.ticket_is_closed"));
  return survivor;
}
