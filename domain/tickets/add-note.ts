import { eq } from "drizzle-orm";
import { tickets } from "#db/schema/index.ts";
import type { StoredFile } from "../files/store.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { addMessage, type MessageVia } from "./add-message.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";

export type Note = { ticketId: string; body: string; files?: readonly StoredFile[]; via?: MessageVia };

/** Writes something beside the conversation that only the team sees. It changes no state and tells nobody. */
export async function addNote(ctx: WriteCtx, input: Note): Promise<{ messageId: string }> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.note", getTicketResource(found));
  const ticket = requireTicket(found);
  const messageId = await addMessage(ctx, { ...input, ticketId: ticket.id, kind: "note" });
  await ctx.tx.update(tickets).set({ updatedAt: ctx.now }).where(eq(tickets.id, ticket.id));
  await audit(ctx, "ticket.note", { type: "ticket", id: ticket.id }, { after: { message: messageId } });
  return { messageId };
}
