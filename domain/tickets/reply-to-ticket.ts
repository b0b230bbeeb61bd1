import { eq } from "drizzle-orm";
import { tickets } from "#db/schema/index.ts";
import type { StoredFile } from "../files/store.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { addMessage, type MessageVia } from "./add-message.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";
import { isPastGrace, type Ticket, ticketMachine } from "./machine.ts";
import { notifySchool } from "./notify-school.ts";

export type Reply = {
  ticketId: string;
  /** Markdown. */
  body: string;
  files?: readonly StoredFile[];
  via?: MessageVia;
};

/**
 * The student writes again. What waited on them, and what was resolved within the grace period, is open again; what is
 * closed, or was resolved longer ago, is refused (`ticket_closed`). The school is told.
 */
export async function replyToTicket(ctx: WriteCtx, input: Reply): Promise<{ ticket: Ticket; messageId: string }> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.reply", getTicketResource(found));
  const before = requireTicket(found);
  if (before.state === "closed" || isPastGrace(before, ctx.now)) throw new Refusal("ticket_closed");

  const messageId = await addMessage(ctx, { ...input, ticketId: before.id, kind: "public" });
  const ticket = await openAgain(ctx, before);
  await audit(
    ctx,
    "ticket.reply",
    { type: "ticket", id: ticket.id },
    { before: { state: before.state }, after: { state: ticket.state, message: messageId } },
  );
  await notifySchool(ctx, ticket, messageId);
  return { ticket, messageId };
}

async function openAgain(ctx: StepCtx, ticket: Ticket): Promise<Ticket> {
  if (ticket.state === "waiting_on_student" || ticket.state === "resolved") {
    const set = { updatedAt: ctx.now, resolvedAt: null };
    return transition(ctx, ticketMachine, ticket.id, "open", { from: [ticket.state], set, why: "the student replied" });
  }
  await ctx.tx.update(tickets).set({ updatedAt: ctx.now }).where(eq(tickets.id, ticket.id));
  return { ...ticket, updatedAt: ctx.now };
}
